import { useState } from "react";

const PREFIX = "assay.draft.";

/** What was kept of a form in this tab; undefined where nothing was, or not in this form's shape. */
function kept<T>(key: string, initial: T): T | undefined {
  const text = sessionStorage.getItem(PREFIX + key);
  if (text === null) return undefined;
  const value: unknown = JSON.parse(text);
  if (typeof value !== typeof initial) return undefined;
  // A field that came later has its first value.
  return typeof initial === "object" ? { ...initial, ...(value as T) } : (value as T);
}

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

export interface Draft<T> {
  value: T;
  set: (next: T | ((last: T) => T)) => void;
  /** Whether something is kept that is not how the form begins. */
  isKept: boolean;
  /** Forgets it: after a success, or because a person says so. */
  discard: () => void;
}

/**
 * A form's values that survive Back and reload in this tab. `key` names the form and what it is about; `initial` may
 * change while nobody has typed anything.
 */
export function useDraft(key: string, initial: string): Draft<string>;
export function useDraft<T extends object>(key: string, initial: T): Draft<T>;
export function useDraft<T>(key: string, initial: T): Draft<T> {
  const [state, setState] = useState(() => ({ key, value: kept(key, initial) }));
  const value = (state.key === key ? state.value : kept(key, initial)) ?? initial;
  const store = (next: T | undefined) => {
    if (next === undefined || isSame(next, initial)) sessionStorage.removeItem(PREFIX + key);
    else sessionStorage.setItem(PREFIX + key, JSON.stringify(next));
  };
  return {
    value,
    isKept: !isSame(value, initial),
    set: (next) =>
      setState((last) => {
        const before = (last.key === key ? last.value : kept(key, initial)) ?? initial;
        const after = typeof next === "function" ? (next as (last: T) => T)(before) : next;
        store(after);
        return { key, value: after };
      }),
    discard: () => {
      store(undefined);
      setState({ key, value: undefined });
    },
  };
}
