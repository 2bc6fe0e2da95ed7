/** Head start of whoever comes first at a transaction that anyone may send, milliseconds. */
const TURN_MS = 2_500;

/**
 * Spreads transactions that anyone may send, so that usually one identity sends each. `isMine` turns true `rank` head
 * starts after it was first asked about `name`; whoever is late finds it done.
 */
export function createTurns() {
  const firstAsked = new Map<string, number>();
  return {
    isMine(name: string, rank: number): boolean {
      const since = firstAsked.get(name) ?? Date.now();
      firstAsked.set(name, since);
      return Date.now() - since >= rank * TURN_MS;
    },
  };
}

export type Turns = ReturnType<typeof createTurns>;
