import { setTimeout as delay } from "node:timers/promises";
import { AppError } from "../platform/errors.ts";

const PAUSE_MS = 500;
/** How long work waits for another role that is starting or was restarted, milliseconds. */
const PATIENCE_MS = 180_000;

/** True when the data's index or custodian could not be reached, as against having refused. */
export function isAway(error: unknown): boolean {
  return (
    (error instanceof AppError && error.status === 503) || (error as { code?: unknown }).code === "GRAPH_UNREACHABLE"
  );
}

/** Tries until it works: after a restart of the whole stack the index and the custodian may come up later than this role. */
export async function patiently<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (const deadline = Date.now() + PATIENCE_MS; ; ) {
    try {
      const result = await work();
      signal.throwIfAborted();
      return result;
    } catch (error) {
      if (!isAway(error) || Date.now() > deadline) throw error;
      await delay(PAUSE_MS, undefined, { signal });
    }
  }
}
