import { AssayError } from "@assay/sdk/errors";
import { BaseError, HttpRequestError, ResponseBodyTooLargeError, RpcRequestError, TimeoutError } from "viem";

/** The RPC can't be believed or used at present; the same question may be answered well later or by another RPC. */
export class RpcUnready extends AssayError {
  constructor(message: string, cause?: unknown) {
    super(message, { code: "rpc_unready", status: 503, cause });
  }
}

function find<T>(error: unknown, kind: new (...args: never[]) => T): T | undefined {
  for (let at = error; at instanceof Error; at = at.cause) if (at instanceof kind) return at;
  return undefined;
}

/** Whether the RPC is at fault: all that viem throws, and what it answered that can't be used. */
export const isOfTheRpc = (error: unknown): boolean => error instanceof RpcUnready || error instanceof BaseError;

/** HTTP answers that say "later" or "not you", and nothing about the question. */
const OF_THE_SERVER = new Set([401, 403, 408, 429]);

/**
 * Whether the RPC was reached and refused this very question: too wide a range, a method it lacks, too large a batch.
 * The words and codes of providers differ, so none are read.
 */
export function isRefusal(error: unknown): boolean {
  if (find(error, RpcRequestError) !== undefined || find(error, ResponseBodyTooLargeError) !== undefined) return true;
  const status = find(error, HttpRequestError)?.status;
  return status !== undefined && status >= 400 && status < 500 && !OF_THE_SERVER.has(status);
}

/** Whether the answer took too long; a smaller question may not. */
export const isTimeout = (error: unknown): boolean => find(error, TimeoutError) !== undefined;

/** Whether a smaller question may be answered: it took too long, or the provider counts what is asked for. */
export const isTooMuch = (error: unknown): boolean =>
  isTimeout(error) || [429, 504].includes(find(error, HttpRequestError)?.status ?? 0);

/** One sentence about a fault of the RPC, without its URL. */
export function describeFault(host: string, error: unknown): string {
  if (error instanceof RpcUnready) return error.message;
  const http = find(error, HttpRequestError);
  if (http?.status === 429) return `The RPC ${host} throttles us (HTTP 429).`;
  if (http?.status !== undefined) return `The RPC ${host} answers with HTTP ${http.status}.`;
  if (find(error, RpcRequestError) !== undefined)
    return `The RPC ${host} refuses a request: ${find(error, RpcRequestError)?.details}`;
  const short = error instanceof BaseError ? error.details || error.shortMessage : String(error);
  return `The RPC ${host} does not answer (${short.replace(/\.$/, "")}).`;
}
