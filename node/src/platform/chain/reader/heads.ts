import { numberToHex } from "viem";
import { RpcUnready } from "../rpc/faults.ts";
import type { RpcPool } from "../rpc/pool.ts";
import { asRaw, readBlock } from "./answers.ts";
import type { ChainSource } from "./source.ts";
import type { ChainBlock } from "./types.ts";

type Seen = ChainBlock | undefined;

/** Others are compared with the RPC in use: one that hangs must not hold it up, milliseconds. */
const COMPARE_MS = 2_000;

async function eachBlock(pool: RpcPool, at: string, withinMs?: number): Promise<Seen[]> {
  const answers = await pool.askEach({ method: "eth_getBlockByNumber", params: [at, false] }, withinMs);
  return answers.map((answer) => {
    const raw = asRaw(answer);
    return raw?.hash == null ? undefined : readBlock(raw);
  });
}

/** The block that at least `quorum` RPCs show, or undefined; the RPC in use is then one of them. */
async function agreed(pool: RpcPool, number: number): Promise<Seen> {
  const seen = await eachBlock(pool, numberToHex(number));
  const groups = Map.groupBy(
    seen.filter((block) => block !== undefined),
    ({ hash }) => hash,
  );
  const most = [...groups.values()].toSorted((a, b) => b.length - a.length)[0];
  if (most === undefined || most.length < pool.quorum) return undefined;
  pool.use(seen.findIndex((block) => block?.hash === most[0]?.hash));
  return most[0];
}

/** The newest block to read up to: that of the RPC in use, or with a quorum the newest that so many RPCs agree on. */
export async function believedHead(source: ChainSource): Promise<ChainBlock> {
  const { pool } = source;
  if (pool === undefined || pool.quorum < 2) return source.head();
  const heads = (await eachBlock(pool, "latest")).filter((block) => block !== undefined);
  const numbers = heads.map(({ number }) => number).toSorted((a, b) => b - a);
  const number = numbers[pool.quorum - 1];
  if (number === undefined)
    throw new RpcUnready(`${numbers.length} of ${pool.size} RPCs answer, and rpcQuorum needs ${pool.quorum}.`);
  const block = await agreed(pool, number);
  if (block === undefined)
    throw new RpcUnready(`No ${pool.quorum} of ${pool.size} RPCs agree on block ${number}; rpcQuorum waits for them.`);
  return block;
}

/** With a quorum: whether so many RPCs have this very block. All below it is proven by parent hashes. */
export async function assertAgreed({ pool }: ChainSource, block: ChainBlock): Promise<void> {
  if (pool === undefined || pool.quorum < 2) return;
  if ((await agreed(pool, block.number))?.hash !== block.hash)
    throw new RpcUnready(`No ${pool.quorum} of ${pool.size} RPCs agree on block ${block.number}.`);
}

/**
 * Uses the RPC with the newest block when it is at least at `number`, or at least newer than the one in use.
 * @returns the number of the newest block that any RPC shows; undefined when there is one RPC only
 */
export async function useFurthest({ pool }: ChainSource, number: number): Promise<number | undefined> {
  if (pool === undefined || pool.size < 2) return undefined;
  const heads = await eachBlock(pool, "latest", COMPARE_MS);
  const best = Math.max(-1, ...heads.map((block) => block?.number ?? -1));
  if (best >= number) pool.use(heads.findIndex((block) => block?.number === best));
  return best < 0 ? undefined : best;
}
