const STORED = "assay.wallet";
/** What stands for a person who has disconnected: a reload must not connect again. */
const NOBODY = "nobody";

/** The wallet that a person chose: its connector's id, null after a disconnect, undefined before the first choice. */
export function readChosen(): string | null | undefined {
  const stored = localStorage.getItem(STORED);
  return stored === NOBODY ? null : (stored ?? undefined);
}

export function writeChosen(id: string | null): void {
  localStorage.setItem(STORED, id ?? NOBODY);
}
