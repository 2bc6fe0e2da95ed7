import { setTimeout as delay } from "node:timers/promises";
import type { Address, Hex } from "viem";
import { numberToHex } from "viem";
import { isRefusal, isTooMuch, RpcUnready } from "../rpc/faults.ts";
import { BATCH_SIZE, poolOf, type RpcCall, type RpcPool } from "../rpc/pool.ts";
import { asRaw, type Raw, rawsOf, readBlock, readLog } from "./answers.ts";
import { createSpan } from "./span.ts";
import type { ChainBlock, ChainLog } from "./types.ts";

/** What the reader needs of viem's client. */
export interface RpcClient {
  readonly transport: object;
  request(call: never, options?: { retryCount?: number }): Promise<unknown>;
}

/** Looks for a block that the RPC has told of, milliseconds apart: behind one URL the next backend may have it. */
const LOOKS = 3;
const LOOK_MS = 40;

/** Requests under way together. */
const AT_ONCE = 8;

/** Questions to the chain in the reader's words. Every null that ought not to be one is an RpcUnready. */
export interface ChainSource {
  readonly pool: RpcPool | undefined;
  chainId(): Promise<number>;
  head(): Promise<ChainBlock>;
  /** Undefined where the RPC does not have it. */
  blockByHash(hash: Hex): Promise<ChainBlock | undefined>;
  /** The blocks of these numbers as far as the RPC has them: the list ends before the first one it lacks. */
  blocksFrom(from: number, to: number): Promise<ChainBlock[]>;
  /** The newest final block; undefined on a chain that knows none. */
  finalised(): Promise<ChainBlock | undefined>;
  logs(filter: { address: readonly Address[]; blockHash: Hex } | LogRange): Promise<ChainLog[]>;
  /** Full blocks by hash, with their transactions. */
  fullBlocks(hashes: readonly Hex[]): Promise<Raw[]>;
  /** In as few requests as the server takes; what stays null after some looks is null. */
  askForAll(calls: readonly RpcCall[]): Promise<unknown[]>;
}

export interface LogRange {
  readonly address: readonly Address[];
  readonly topics?: readonly unknown[];
  readonly fromBlock: Hex;
  readonly toBlock: Hex;
}

/** The caller has its own patience: a fault is told at once. */
const ONCE = { retryCount: 0 };

export function createSource(client: RpcClient): ChainSource {
  const pool = poolOf(client);
  const batch = createSpan(BATCH_SIZE);
  const one = (method: string, params: readonly unknown[] = []) => client.request({ method, params } as never, ONCE);
  const alone = (calls: readonly RpcCall[]) => Promise.all(calls.map((call) => client.request(call as never, ONCE)));
  const many = (calls: readonly RpcCall[]) =>
    pool === undefined || calls.length === 1 ? alone(calls) : pool.askMany(calls);

  /** Batches as large as the server takes them: one that is refused is asked again in halves, at the end call by call. */
  async function ask(calls: readonly RpcCall[]): Promise<unknown[]> {
    const answers: unknown[] = [];
    while (answers.length < calls.length) {
      const { size } = batch;
      const parts: RpcCall[][] = [];
      for (let at = answers.length; at < calls.length && parts.length < AT_ONCE; at += size)
        parts.push(calls.slice(at, at + size));
      try {
        answers.push(...(await Promise.all(parts.map(many))).flat());
        batch.took();
      } catch (error) {
        // viem stumbles with a TypeError over an answer to a batch that is not a list.
        const isNoList = error instanceof TypeError;
        const isMany = parts.some(({ length }) => length > 1);
        // Not asked again at once, since the server needs a rest; the next look asks for less.
        if (isMany && isTooMuch(error)) batch.shrink();
        const canShrink = (isRefusal(error) || isNoList) && isMany && batch.shrink();
        if (!canShrink) throw isNoList ? new RpcUnready("The RPC's answer is not JSON-RPC.", error) : error;
      }
    }
    return answers;
  }

  /** Asks again for what came back as null. */
  async function askForAll(calls: readonly RpcCall[]): Promise<unknown[]> {
    const answers = await ask(calls);
    for (let look = 1; look < LOOKS && answers.includes(null); look++) {
      await delay(LOOK_MS);
      const missing = calls.filter((_, index) => answers[index] === null);
      const found = await ask(missing);
      for (const [index, answer] of answers.entries()) if (answer === null) answers[index] = found.shift();
    }
    return answers;
  }

  return {
    pool,
    askForAll,
    chainId: async () => Number(await one("eth_chainId")),
    async head() {
      const raw = asRaw(await one("eth_getBlockByNumber", ["latest", false]));
      if (raw === undefined) throw new RpcUnready("The RPC shows no newest block; it is starting or syncing.");
      return readBlock(raw);
    },
    async blockByHash(hash) {
      const [answer] = await askForAll([{ method: "eth_getBlockByHash", params: [hash, false] }]);
      const raw = asRaw(answer);
      if (raw === undefined) return undefined;
      const block = readBlock(raw);
      if (block.hash !== hash) throw new RpcUnready(`The RPC gave another block for the hash ${hash}.`);
      return block;
    },
    async blocksFrom(from, to) {
      const numbers = Array.from({ length: to - from + 1 }, (_, index) => numberToHex(from + index));
      const raws = await askForAll(
        numbers.map((number) => ({ method: "eth_getBlockByNumber", params: [number, false] })),
      );
      const missing = raws.findIndex((raw) => asRaw(raw) === undefined);
      return (missing === -1 ? raws : raws.slice(0, missing)).map((raw) => readBlock(raw as Raw));
    },
    async finalised() {
      try {
        const raw = asRaw(await one("eth_getBlockByNumber", ["finalized", false]));
        return raw === undefined ? undefined : readBlock(raw);
      } catch (error) {
        if (isRefusal(error)) return undefined;
        throw error;
      }
    },
    async logs(filter) {
      const list = await one("eth_getLogs", [filter]);
      if (!Array.isArray(list)) throw new RpcUnready("The RPC answered eth_getLogs without a list.");
      return rawsOf(list).map(readLog);
    },
    async fullBlocks(hashes) {
      const raws = await askForAll(hashes.map((hash) => ({ method: "eth_getBlockByHash", params: [hash, true] })));
      return raws.map((raw, index) => {
        const block = asRaw(raw);
        if (block === undefined || readBlock(block).hash !== hashes[index])
          throw new RpcUnready(`The RPC has lost block ${hashes[index]}; asking again.`);
        return block;
      });
    },
  };
}
