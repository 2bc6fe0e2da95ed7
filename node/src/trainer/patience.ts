import { AssayError } from "@assay/sdk/errors";
import { retry } from "../platform/retry.ts";

const PAUSE_MS = 500;
/** How long work waits for another role that is starting or was restarted, milliseconds. */
const PATIENCE_MS = 180_000;

/** True when the data's index or custodian could not be reached, as against having refused. */
export function isAway(error: unknown): boolean {
  return error instanceof AssayError && error.status === 503;
}

/** Tries until it works: after a restart of the whole stack the index and the custodian may come up later than this role. */
export async function patiently<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
  const result = await retry(work, { isWorthRetrying: isAway, patienceMs: PATIENCE_MS, pauseMs: PAUSE_MS, signal });
  signal.throwIfAborted();
  return result;
}
