import { useSyncExternalStore } from "react";

/** Names that a person gave to addresses, kept in this browser; nobody has signed them. */
export type Labels = Readonly<Record<string, string>>;

const STORED = "assay.labels";
const EMPTY: Labels = {};
const listeners = new Set<() => void>();

let text: string | null = null;
let labels: Labels = EMPTY;

/** The same object until what is stored changes, as React asks of a store. */
function read(): Labels {
  const stored = localStorage.getItem(STORED);
  if (stored !== text) {
    text = stored;
    labels = stored === null ? EMPTY : (JSON.parse(stored) as Labels);
  }
  return labels;
}

function subscribe(changed: () => void): () => void {
  listeners.add(changed);
  window.addEventListener("storage", changed);
  return () => {
    listeners.delete(changed);
    window.removeEventListener("storage", changed);
  };
}

/** Names an address; an empty name takes the name away. */
export function setLabel(address: string, name: string): void {
  const { [address.toLowerCase()]: _old, ...others } = read();
  const next = name.trim() === "" ? others : { ...others, [address.toLowerCase()]: name.trim() };
  localStorage.setItem(STORED, JSON.stringify(next));
  for (const changed of listeners) changed();
}

export const useLabels = (): Labels => useSyncExternalStore(subscribe, read);
