import type { Address, Hash } from "viem";
import { isAddressEqual } from "viem";
import { isUnder } from "./ancestry.ts";
import type { Block, BlockTransaction, OutboxChain } from "./chain.ts";

/** Blocks read in one look where the RPC does not remember old nonces. */
const SCAN = 64n;

/** The transaction that used a nonce, in a block that can't be rolled back. */
export interface NonceUse {
  hash: Hash;
  block: bigint;
}

interface Question {
  account: Address;
  nonce: number;
  /** a block at which the nonce was probably unused yet */
  since: bigint;
}

/**
 * Finds the transaction that used up a nonce, once it is finalised. Undefined while nothing is proven: the RPC may lag,
 * lie, or lack the blocks. `scanned` keeps how far a search without old nonces came.
 */
export async function whoUsed(
  chain: OutboxChain,
  { account, nonce, since }: Question,
  finalised: Block,
  scanned: { upTo: bigint },
): Promise<NonceUse | undefined> {
  if ((await chain.nonce(finalised.number)) <= nonce) return undefined;
  const isIt = (one: BlockTransaction): boolean => one.nonce === nonce && isAddressEqual(one.from, account);
  const number = await firstBlockAfter(chain, nonce, since, finalised.number);
  if (number === undefined) return await scan(chain, isIt, since, finalised, scanned);
  return await useIn(chain, number, isIt, finalised);
}

/** The first block after which the nonce is used; undefined where the RPC does not remember so far back. */
async function firstBlockAfter(
  chain: OutboxChain,
  nonce: number,
  since: bigint,
  top: bigint,
): Promise<bigint | undefined> {
  try {
    let high = top;
    let low = since < top ? since : top;
    for (let step = 1n; low > 0n && (await chain.nonce(low)) > nonce; step *= 2n) {
      high = low;
      low = low > step ? low - step : 0n;
    }
    // The nonce is unused at `low`, or low is the first block, which holds no transaction; it is used at `high`.
    while (high - low > 1n) {
      const middle = (low + high) / 2n;
      if ((await chain.nonce(middle)) > nonce) high = middle;
      else low = middle;
    }
    return high;
  } catch {
    // Pruned: the blocks themselves are asked. An RPC that is away fails there too, and is asked again later.
    return undefined;
  }
}

async function useIn(
  chain: OutboxChain,
  number: bigint,
  isIt: (one: BlockTransaction) => boolean,
  finalised: Block,
): Promise<NonceUse | undefined> {
  const full = await chain.fullBlock(number);
  const found = full?.transactions.find(isIt);
  if (full === undefined || found === undefined) return undefined;
  return (await isUnder(chain.block, full.block, finalised)) ? { hash: found.hash, block: number } : undefined;
}

/** Reads blocks one by one, some at every look. */
async function scan(
  chain: OutboxChain,
  isIt: (one: BlockTransaction) => boolean,
  since: bigint,
  finalised: Block,
  scanned: { upTo: bigint },
): Promise<NonceUse | undefined> {
  const from = scanned.upTo > since ? scanned.upTo : since;
  const last = from + SCAN < finalised.number ? from + SCAN : finalised.number;
  for (let number = from; number <= last; number++) {
    const full = await chain.fullBlock(number);
    if (full === undefined) return undefined;
    scanned.upTo = number;
    if (full.transactions.some(isIt)) return await useIn(chain, number, isIt, finalised);
  }
  return undefined;
}
