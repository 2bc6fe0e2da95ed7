import { setTimeout as delay } from "node:timers/promises";

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
