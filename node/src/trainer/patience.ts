import { AssayError } from "@assay/sdk/errors";
import { retry } from "../platform/retry.ts";

const PAUSE_MS = 500;
/** How long work waits for another role that is starting or was restarted, milliseconds. */
const PATIENCE_MS = 180_000;

/** 503: somebody can't answer now, this node's own disk or Kubo too. 504: nobody showed content in time. */
const AWAY: ReadonlySet<number> = new Set([503, 504]);

/** True when index, custodian or IPFS could not be reached, as against having refused. */
export function isAway(error: unknown): boolean {
  return error instanceof AssayError && AWAY.has(error.status);
}

/** Tries until it works: after a restart of the whole stack the index and the custodian may come up later than this role. */
export async function patiently<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
  const result = await retry(work, { isWorthRetrying: isAway, patienceMs: PATIENCE_MS, pauseMs: PAUSE_MS, signal });
  signal.throwIfAborted();
  return result;
}
