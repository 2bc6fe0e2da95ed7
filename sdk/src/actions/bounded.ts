import type { Client } from "viem";
import { AssayError } from "../errors/assay-error.ts";

/** How long one request may take, milliseconds: a wallet that hangs never answers, and nothing else would stop it. */
const REQUEST_MS = 30_000;

/**
 * The client with an end to every request: none takes longer than half a minute, and none goes on after `deadline`
 * (milliseconds, as Date.now() counts).
 */
export function boundedClient(client: Client, deadline: number): Client {
  const request = async (call: { method: string; params?: unknown }): Promise<unknown> => {
    const patience = Math.min(REQUEST_MS, deadline - Date.now());
    if (patience <= 0) throw silent(call.method);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(silent(call.method)), patience);
    });
    try {
      // Without viem's options: its deduplication would join a request that hangs already.
      return await Promise.race([client.request(call as never), late]);
    } finally {
      clearTimeout(timer);
    }
  };
  // Clients of one uid share viem's open request for the block number, and that one has no end.
  return { ...client, request: request as Client["request"], uid: `${client.uid}.bounded` };
}

const silent = (method: string): AssayError =>
  new AssayError(`The RPC server did not answer ${method} in time.`, {
    code: "RPC_UNREACHABLE",
    hint: "Check the RPC address and that the chain runs.",
  });
