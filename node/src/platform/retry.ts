import { setTimeout as delay } from "node:timers/promises";
import type { Logger } from "./log.ts";

interface RetryOptions {
  /** whether another try may end differently; everything else is thrown at once */
  isWorthRetrying(error: unknown): boolean;
  /** how long it is tried after the last sign of life, milliseconds */
  patienceMs: number;
  /** pause before the second try, milliseconds; each further pause is twice the one before, up to `mostPauseMs` */
  pauseMs: number;
  /** longest pause, milliseconds; `pauseMs` unless told otherwise */
  mostPauseMs?: number;
  signal?: AbortSignal | undefined;
}

/**
 * Tries until it works, the fault is not worth another try, or patience ends. `work` is given a function that it calls
 * on every sign of life, so that long work which was interrupted late has the whole patience again.
 */
export async function retry<T>(work: (onContact: () => void) => Promise<T>, options: RetryOptions): Promise<T> {
  const { isWorthRetrying, patienceMs, pauseMs, mostPauseMs = pauseMs, signal } = options;
  let contact = Date.now();
  let pause = pauseMs;
  const onContact = (): void => {
    contact = Date.now();
    pause = pauseMs;
  };
  for (;;) {
    signal?.throwIfAborted();
    try {
      return await work(onContact);
    } catch (error) {
      if (!isWorthRetrying(error) || Date.now() - contact > patienceMs) throw error;
      await delay(pause, undefined, signal === undefined ? {} : { signal });
      pause = Math.min(2 * pause, mostPauseMs);
    }
  }
}

export interface ScheduleOptions {
  /** named in the log when a pass fails */
  name: string;
  /** event the log tells a fault by; `work_retry` unless told otherwise */
  fault?: string;
  /** pause between passes */
  intervalMs: number;
  work(): Promise<void>;
  log: Logger;
  signal: AbortSignal;
}

/** A pass that went well: the next one follows like one after a fault. */
class PassOver extends Error {}

/** Runs `work` again and again, never twice at once, until the signal fires. A fault is logged and tried again. */
export async function runEvery({ name, fault, intervalMs, work, log, signal }: ScheduleOptions): Promise<void> {
  const pass = async (): Promise<never> => {
    await work();
    throw new PassOver();
  };
  const isWorthRetrying = (error: unknown): boolean => {
    if (!(error instanceof PassOver) && !signal.aborted) log.warn(fault ?? "work_retry", { work: name, error });
    return true;
  };
  try {
    await retry(pass, { isWorthRetrying, patienceMs: Number.POSITIVE_INFINITY, pauseMs: intervalMs, signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
