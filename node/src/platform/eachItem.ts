import { isRefusal } from "./chain/outbox/intent.ts";
import { messageOf } from "./errors.ts";
import type { Logger } from "./log.ts";

/** Pause after an item's first fault, milliseconds; each further one is twice as long. */
const FIRST_PAUSE_MS = 2_000;
const MOST_PAUSE_MS = 5 * 60_000;

export interface EachItemOptions {
  /** event that the log tells a fault by */
  fault: string;
  log: Logger;
  /** a fault after it fired is the stop itself, and is thrown */
  signal?: AbortSignal | undefined;
  firstPauseMs?: number;
  /** longest pause; short where an item has a deadline */
  mostPauseMs?: number;
  now?: () => number;
}

/**
 * Works through lists of which each item is somebody else's affair: a fault of one is logged with its id and never stops
 * the others. It is tried again in a later pass, after pauses that grow with every fault; an item that leaves the list
 * is forgotten. One for each list.
 */
export function createEachItem(options: EachItemOptions) {
  const { fault, log, signal, now = () => performance.now() } = options;
  const { firstPauseMs = FIRST_PAUSE_MS, mostPauseMs = MOST_PAUSE_MS } = options;
  const faults = new Map<string, { count: number; until: number }>();

  return async function eachItem<T>(
    items: Iterable<T>,
    idOf: (item: T) => string,
    work: (item: T) => Promise<void>,
  ): Promise<void> {
    const seen = new Set<string>();
    for (const item of items) {
      const id = idOf(item);
      seen.add(id);
      const { count = 0, until = 0 } = faults.get(id) ?? {};
      if (now() < until) continue;
      try {
        await work(item);
        faults.delete(id);
      } catch (error) {
        if (signal?.aborted) throw error;
        const pauseMs = Math.min(firstPauseMs * 2 ** count, mostPauseMs);
        faults.set(id, { count: count + 1, until: now() + pauseMs });
        // Somebody else may have been first: the next look at the chain tells.
        const isLost = isRefusal(error);
        log[isLost ? "info" : "warn"](fault, { id, error: isLost ? messageOf(error) : error, nextTryMs: pauseMs });
      }
    }
    for (const id of faults.keys()) if (!seen.has(id)) faults.delete(id);
  };
}

/**
 * The same for one pass of a caller that is itself tried again: works on every item, then throws the fault. Several become
 * one AggregateError, unless all say the same.
 */
export async function forAll<T>(items: Iterable<T>, work: (item: T) => Promise<void>): Promise<void> {
  const faults: unknown[] = [];
  for (const item of items) await work(item).catch((error: unknown) => void faults.push(error));
  if (faults.length === 0) return;
  const messages = new Set(faults.map(messageOf));
  throw messages.size === 1 ? faults[0] : new AggregateError(faults, [...messages].join(" "));
}

export type EachItem = ReturnType<typeof createEachItem>;
