import type { OutboxState } from "./intent.ts";
import type { Outbox } from "./outbox.ts";

type Book = Pick<Outbox, "stateOf" | "isSettled">;

/** The first of `key`, `key#1`, `key#2` and so on that is not over. */
export async function firstNotOver(key: string, isOver: (numbered: string) => Promise<boolean>): Promise<string> {
  for (let number = 0; ; number++) {
    const numbered = number === 0 ? key : `${key}#${number}`;
    if (!(await isOver(numbered))) return numbered;
  }
}

/** Without effect, and for good: before its block is final a transaction that reverted may still be mined again. */
async function isVoid(book: Book, key: string, state: OutboxState | undefined): Promise<boolean> {
  return (state === "reverted" || state === "cancelled") && (await book.isSettled(key));
}

/**
 * The key of a call that is due again and again. While one is open its key stays, and the outbox keeps what was first
 * sent under it, so no second one is queued behind it. Ask for the key before looking at the chain whether the call is
 * due: one that is mined in between then sends nothing.
 */
export const nextKey = (book: Book, key: string): Promise<string> =>
  firstNotOver(key, async (numbered) => {
    const state = await book.stateOf(numbered);
    return state === "mined" || (await isVoid(book, numbered, state));
  });

/** The key of a call that must be mined once and that the contract would take twice. */
export const onceKey = (book: Book, key: string): Promise<string> =>
  firstNotOver(key, async (numbered) => isVoid(book, numbered, await book.stateOf(numbered)));
