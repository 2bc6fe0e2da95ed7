import { setTimeout as delay } from "node:timers/promises";

/** Between two looks, milliseconds. */
const LOOK_MS = 50;

/** Looks again and again until there is an answer, or throws after `seconds`, with what `seen` tells last. */
export async function until<T>(
  what: string,
  look: () => Promise<T | undefined> | T | undefined,
  seconds = 240,
  seen: () => unknown = () => undefined,
): Promise<T> {
  const end = Date.now() + seconds * 1_000;
  while (Date.now() < end) {
    const found = await look();
    if (found !== undefined) return found;
    await delay(LOOK_MS);
  }
  const last = seen();
  throw new Error(`waited ${seconds} s for ${what}${last === undefined ? "" : `; seen: ${JSON.stringify(last)}`}`);
}
