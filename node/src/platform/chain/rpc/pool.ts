import { setTimeout as delay } from "node:timers/promises";
import { createTransport, type EIP1193RequestFn, HttpRequestError, http, shouldThrow, type Transport } from "viem";
import { isRefusal } from "./faults.ts";
import { hideUrls, hostOf } from "./hideUrls.ts";

const TIMEOUT_MS = 10_000;
/** Tries of one call after the first, each over all RPCs, milliseconds apart as viem doubles them. */
const RETRIES = 2;
/** Most calls in one request. */
export const BATCH_SIZE = 100;

/** Which chain, and by which RPCs. */
export interface ChainConfig {
  readonly chainId: number;
  /** the RPC that is asked first */
  readonly rpcUrl: string;
  readonly rpcUrls?: readonly string[];
  readonly rpcQuorum?: number;
}

export interface RpcCall {
  readonly method: string;
  readonly params?: unknown;
}

/** The configured RPCs of one chain: one is in use, the others are asked when it fails or has to be confirmed. */
export interface RpcPool {
  readonly size: number;
  /** How many RPCs must agree on a block before it is believed. */
  readonly quorum: number;
  /** Host of the RPC in use; all that may be shown of it. */
  host(): string;
  /** Which RPC is in use; another number is another RPC. */
  place(): number;
  /** Uses the next RPC from now on; false when there is no other. */
  turn(): boolean;
  /** Asks every RPC the same; a fault, or no answer after `withinMs`, is undefined at that RPC's place. */
  askEach(call: RpcCall, withinMs?: number): Promise<unknown[]>;
  /** Uses the RPC at this place of `askEach`. */
  use(index: number): void;
  /** Asks the RPC in use several things in as few requests as may be. */
  askMany(calls: readonly RpcCall[]): Promise<unknown[]>;
}

interface Endpoint {
  readonly url: string;
  one(call: RpcCall): Promise<unknown>;
  many(call: RpcCall): Promise<unknown>;
}

/** URLs of the configuration, each once, the first is asked first. */
export function rpcUrlsOf({ rpcUrl, rpcUrls = [] }: Pick<ChainConfig, "rpcUrl" | "rpcUrls">): string[] {
  return [...new Set([rpcUrl, ...rpcUrls])];
}

/**
 * A transport over all configured RPCs. A call goes to the RPC in use; when that one fails, to the next, which stays in
 * use. An RPC that merely refuses a call (it lacks the method, the range is too wide) is passed over for that call only.
 * What the contract or the chain itself refuses is final.
 */
export function poolTransport(config: ChainConfig): Transport {
  const urls = rpcUrlsOf(config);
  return ({ chain, retryCount, timeout }) => {
    const connect = (url: string, batch: boolean): EIP1193RequestFn =>
      http(url, {
        retryCount: 0,
        timeout: timeout ?? TIMEOUT_MS,
        onFetchResponse: (response) => assertServed(url, response),
        ...(batch ? { batch: { batchSize: BATCH_SIZE } } : {}),
      })(chain === undefined ? {} : { chain }).request;
    const endpoints = urls.map((url): Endpoint => {
      const [single, batched] = [connect(url, false), connect(url, true)];
      const ask = (request: EIP1193RequestFn) => (call: RpcCall) =>
        request(call as never).catch((error: unknown) => {
          throw hideUrls(error, urls);
        }) as Promise<unknown>;
      return { url, one: ask(single), many: ask(batched) };
    });
    const pool = createPool(endpoints, config.rpcQuorum ?? 1);
    return createTransport(
      {
        key: "pool",
        name: "RPC pool",
        type: "pool",
        request: (call) => pool.ask(call as RpcCall) as never,
        retryCount: retryCount ?? RETRIES,
      },
      { pool: pool satisfies RpcPool, url: urls[0] },
    );
  };
}

/**
 * viem reads a throttled answer whose body is JSON-RPC as an answer to the question; it is one about the server. HTTP
 * 500 stays one about the question, because some servers give it to calls that revert.
 */
function assertServed(url: string, { status, statusText, headers }: Response): void {
  if (status !== 429 && status <= 500) return;
  throw new HttpRequestError({ url, status, headers, details: statusText, body: {} });
}

/** The pool behind a client; undefined for a transport of another kind, as tests use. */
export function poolOf(client: { transport: object }): RpcPool | undefined {
  return (client.transport as { pool?: RpcPool }).pool;
}

function createPool(
  endpoints: readonly Endpoint[],
  quorum: number,
): RpcPool & { ask(call: RpcCall): Promise<unknown> } {
  let current = 0;
  const at = (index: number): Endpoint => endpoints[index % endpoints.length] as Endpoint;
  async function overAll<T>(work: (endpoint: Endpoint) => Promise<T>): Promise<T> {
    const start = current;
    let first: unknown;
    for (let offset = 0; offset < endpoints.length; offset++) {
      try {
        return await work(at(start + offset));
      } catch (error) {
        first ??= error;
        if (shouldThrow(error as Error)) throw error;
        if (!isRefusal(error) && current === start + offset && endpoints.length > 1) current = start + offset + 1;
      }
    }
    throw first;
  }
  return {
    size: endpoints.length,
    quorum,
    host: () => hostOf(at(current).url),
    place: () => current % endpoints.length,
    turn() {
      if (endpoints.length < 2) return false;
      current += 1;
      return true;
    },
    use(index) {
      current = index;
    },
    ask: (call) => overAll((endpoint) => endpoint.one(call)),
    askEach: (call, withinMs) =>
      Promise.all(
        endpoints.map((endpoint) => {
          const answer = endpoint.one(call).catch(() => undefined);
          return withinMs === undefined ? answer : Promise.race([answer, delay(withinMs, undefined, { ref: false })]);
        }),
      ),
    askMany: (calls) => {
      if (calls.length === 0) return Promise.resolve([]);
      // A server without batches still takes single calls.
      if (calls.length === 1) return overAll((endpoint) => Promise.all(calls.map(endpoint.one)));
      return overAll((endpoint) => Promise.all(calls.map(endpoint.many)));
    },
  };
}
