import type { TransactionReceipt } from "viem";
import { isUnder } from "./ancestry.ts";
import type { Block, OutboxChain } from "./chain.ts";
import type { Attempt, OutboxRow } from "./rows.ts";
import { isSame } from "./sameCall.ts";

/** The receipt of the attempt that was mined, if one was. A receipt counts only if its block is on the chain by hash. */
export async function findReceipt(
  chain: OutboxChain,
  attempts: readonly Attempt[],
): Promise<{ attempt: Attempt; receipt: TransactionReceipt } | undefined> {
  for (const attempt of attempts.toReversed()) {
    const receipt = await chain.receipt(attempt.hash);
    if (receipt === undefined || !isSame(receipt.transactionHash, attempt.hash)) continue;
    if (isSame((await chain.block(receipt.blockNumber))?.hash, receipt.blockHash)) return { attempt, receipt };
  }
  return undefined;
}

/**
 * What became of the block that mined an intent. `settled`: a finalised block stands on it. `lost`: a different block
 * stands at its height, twice, and the next block agrees. A block that an RPC does not have proves nothing: it may lag.
 */
export async function fateOf(
  chain: OutboxChain,
  { block, blockHash }: OutboxRow,
  finalised: Block,
): Promise<"settled" | "standing" | "lost" | "unknown"> {
  if (block === undefined) return "unknown";
  const found = await chain.block(block);
  if (found === undefined) return "unknown";
  if (isSame(found.hash, blockHash)) return (await isUnder(chain.block, found, finalised)) ? "settled" : "standing";
  const [again, next] = await Promise.all([chain.block(block), chain.block(block + 1n)]);
  if (!isSame(again?.hash, found.hash)) return "unknown";
  return next === undefined || isSame(next.parentHash, found.hash) ? "lost" : "unknown";
}
