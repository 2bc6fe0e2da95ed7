import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface RpcCall {
  jsonrpc: string;
  id: number | string;
  method: string;
  // A test reads and changes parameters of any method.
  // biome-ignore lint/suspicious/noExplicitAny: JSON-RPC parameters have no common type
  params: any[];
}

export interface RpcAnswer {
  jsonrpc: string;
  id: number | string;
  // biome-ignore lint/suspicious/noExplicitAny: JSON-RPC results have no common type
  result?: any;
  error?: { code: number; message: string };
}

/** Answers a call: by `forward()` (the real answer), by a changed one, or by `forward({ ...call, ... })`. */
export type RpcHook = (call: RpcCall, forward: (changed?: RpcCall) => Promise<RpcAnswer>) => Promise<unknown>;

export interface FaultyRpcState {
  /** decides each call's answer; none: everything is forwarded */
  hook?: RpcHook | undefined;
  /** HTTP status of every answer; anything but 200 is an answer without content */
  status: number;
  /** true: requests are taken and never answered */
  hang: boolean;
  /** methods that were asked, in order */
  calls: string[];
}

export interface FaultyRpc {
  /** has a path that looks like an API key, which must appear nowhere */
  url: string;
  state: FaultyRpcState;
  close(): Promise<void>;
}

/** The part of `url` that no log, error or health page may show. */
export const RPC_SECRET = "SECRETKEY";

/** A JSON-RPC proxy before `target` that misbehaves as its state says, for single calls and batches. */
export async function startFaultyRpc(target: string): Promise<FaultyRpc> {
  const state: FaultyRpcState = { hook: undefined, status: 200, hang: false, calls: [] };
  const send = async (call: RpcCall): Promise<RpcAnswer> => {
    const response = await fetch(target, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(call),
    });
    return (await response.json()) as RpcAnswer;
  };
  const answer = async (call: RpcCall): Promise<unknown> => {
    state.calls.push(call.method);
    try {
      return state.hook === undefined ? await send(call) : await state.hook(call, (changed = call) => send(changed));
    } catch (cause) {
      return failed(call, -32603, cause instanceof Error ? cause.message : String(cause));
    }
  };
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    if (state.hang) return;
    if (state.status !== 200) {
      response.writeHead(state.status, { "content-type": "application/json" });
      response.end(JSON.stringify({ jsonrpc: "2.0", id: null, error: { code: -32005, message: "rate limited" } }));
      return;
    }
    const parsed = JSON.parse(body) as RpcCall | RpcCall[];
    const out = Array.isArray(parsed) ? await Promise.all(parsed.map(answer)) : await answer(parsed);
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify(out));
  });
  const { promise: listening, resolve } = Promise.withResolvers<void>();
  server.listen(0, "127.0.0.1", resolve);
  await listening;
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v3/${RPC_SECRET}`,
    state,
    close: () => {
      const { promise, resolve: closed } = Promise.withResolvers<void>();
      server.closeAllConnections();
      server.close(() => closed());
      return promise;
    },
  };
}

/** An answer with an error, as a provider gives it. */
export function failed(call: RpcCall, code: number, message: string): RpcAnswer {
  return { jsonrpc: "2.0", id: call.id, error: { code, message } };
}

/** An answer with a result of the test's choosing. */
export function answered(call: RpcCall, result: unknown): RpcAnswer {
  return { jsonrpc: "2.0", id: call.id, result };
}
