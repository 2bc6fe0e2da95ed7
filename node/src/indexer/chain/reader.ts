import { AssayError } from "@assay/sdk/errors";
import type { Address, Hex, PublicClient } from "viem";
import type { BlockPointer, BlockWithLogs, ChainBlock, ChainLog, ChainTransaction } from "./types.ts";

/** Blocks asked for at once while catching up. */
const BLOCKS_AT_ONCE = 1_000;
/** Requests to the node under way together. */
const REQUESTS_AT_ONCE = 16;
const ZERO_ADDRESS = "0x0000000000000000000000000000000000000000";
const ZERO_HASH = `0x${"0".repeat(64)}` as const;

type RpcBlock = Awaited<ReturnType<typeof getBlock>>;

/** What happened on the chain after `cursor`: nothing, the next blocks, or that `cursor` is no longer part of it. */
export type ChainStep =
  | { readonly kind: "none" }
  | { readonly kind: "reorg" }
  | { readonly kind: "blocks"; readonly blocks: readonly BlockWithLogs[]; readonly last: ChainBlock };

export interface ChainReader {
  /** Reads on from `cursor`, or from `startBlock` when there is none yet. */
  next(cursor: BlockPointer | undefined): Promise<ChainStep>;
  /** Whether the chain still has this block. */
  has(pointer: BlockPointer): Promise<boolean>;
}

/** Reads the logs of `addresses`. Every answer is tied to block hashes, so a reorg between two calls is noticed. */
export function createChainReader(
  client: PublicClient,
  options: { addresses: readonly Address[]; startBlock: number },
): ChainReader {
  const has = async (pointer: BlockPointer) => {
    const head = Number(await client.getBlockNumber({ cacheTime: 0 }));
    if (pointer.number > head) return false;
    return (await getBlock(client, pointer.number)).hash === pointer.hash;
  };
  const next = async (cursor: BlockPointer | undefined): Promise<ChainStep> => {
    const from = cursor === undefined ? options.startBlock : cursor.number + 1;
    const head = await getBlock(client, "latest");
    if (Number(head.number) < from) {
      return cursor === undefined || (await has(cursor)) ? { kind: "none" } : { kind: "reorg" };
    }
    const to = Math.min(Number(head.number), from + BLOCKS_AT_ONCE - 1);
    const last = to === Number(head.number) ? head : await getBlock(client, to);
    const follows = cursor === undefined || (to === from ? last.parentHash === cursor.hash : await has(cursor));
    if (!follows) return { kind: "reorg" };
    const addresses = [...options.addresses];
    const logs =
      to === from
        ? await client.getLogs({ address: addresses, blockHash: last.hash })
        : await client.getLogs({ address: addresses, fromBlock: BigInt(from), toBlock: BigInt(to) });
    const blocks = await attachBlocks(client, logs.map(toLog), last);
    // A range is asked for by number: only if its end is still the same block do the logs belong together.
    if (to !== from && !(await has({ number: to, hash: last.hash }))) return { kind: "reorg" };
    return { kind: "blocks", blocks, last: toBlock(last) };
  };
  return { next, has };
}

function getBlock(client: PublicClient, at: number | "latest") {
  return at === "latest"
    ? client.getBlock({ blockTag: "latest", includeTransactions: true })
    : client.getBlock({ blockNumber: BigInt(at), includeTransactions: true });
}

async function attachBlocks(client: PublicClient, logs: readonly ChainLog[], last: RpcBlock): Promise<BlockWithLogs[]> {
  const hashes = [...new Set(logs.map((log) => log.blockHash))];
  const byHash = new Map<Hex, RpcBlock>([[last.hash, last]]);
  const missing = hashes.filter((hash) => !byHash.has(hash));
  for (let at = 0; at < missing.length; at += REQUESTS_AT_ONCE) {
    const part = missing.slice(at, at + REQUESTS_AT_ONCE);
    const found = await Promise.all(part.map((blockHash) => client.getBlock({ blockHash, includeTransactions: true })));
    for (const block of found) byHash.set(block.hash, block);
  }
  return hashes.map((hash) => {
    const block = byHash.get(hash) as RpcBlock;
    const transactions = new Map(block.transactions.map((transaction) => [transaction.hash, transaction] as const));
    const own = logs.filter((log) => log.blockHash === hash).sort((a, b) => a.logIndex - b.logIndex);
    return {
      block: toBlock(block),
      logs: own.map((log) => {
        const transaction = transactions.get(log.transactionHash);
        if (transaction === undefined) {
          throw new AssayError(`Block ${block.number} lacks the transaction of its log ${log.logIndex}.`, {
            code: "chain_inconsistent",
          });
        }
        return { log, transaction: toTransaction(transaction) };
      }),
    };
  });
}

function toLog(log: Awaited<ReturnType<PublicClient["getLogs"]>>[number]): ChainLog {
  if (log.blockHash === null || log.blockNumber === null || log.logIndex === null || log.transactionHash === null) {
    throw new AssayError("The node gave a log that is in no block; ask a node that is in sync.", {
      code: "chain_inconsistent",
    });
  }
  return {
    address: log.address.toLowerCase() as Address,
    topics: log.topics,
    data: log.data,
    logIndex: log.logIndex,
    blockNumber: Number(log.blockNumber),
    blockHash: log.blockHash,
    transactionHash: log.transactionHash,
  };
}

function toBlock(block: RpcBlock): ChainBlock {
  return {
    number: Number(block.number),
    hash: block.hash,
    parentHash: block.parentHash,
    timestamp: block.timestamp,
    unclesHash: block.sha3Uncles,
    author: block.miner ?? ZERO_ADDRESS,
    stateRoot: block.stateRoot,
    transactionsRoot: block.transactionsRoot,
    receiptsRoot: block.receiptsRoot ?? ZERO_HASH,
    gasUsed: block.gasUsed,
    gasLimit: block.gasLimit,
    difficulty: block.difficulty ?? 0n,
    totalDifficulty: block.totalDifficulty ?? 0n,
    size: block.size,
    baseFeePerGas: block.baseFeePerGas ?? null,
  };
}

function toTransaction(transaction: RpcBlock["transactions"][number]): ChainTransaction {
  return {
    hash: transaction.hash,
    index: transaction.transactionIndex ?? 0,
    from: transaction.from,
    to: transaction.to,
    value: transaction.value,
    gasLimit: transaction.gas,
    gasPrice: transaction.gasPrice ?? transaction.maxFeePerGas ?? 0n,
    input: transaction.input,
    nonce: transaction.nonce,
  };
}
