import { isRefusal, RpcUnready } from "../rpc/faults.ts";
import { type Raw, readLog, readReceipts } from "./answers.ts";
import { receiptsRoot } from "./receiptsRoot.ts";
import type { ChainSource } from "./source.ts";
import type { ChainBlock, ChainLog, LogFilter } from "./types.ts";

/** Blocks for which eth_getBlockReceipts is not asked again after it was refused. */
const REFUSED_FOR = 200;

/** A block's logs by its receipts. */
export interface ReceiptLogs {
  readonly logs: readonly ChainLog[];
  /**
   * "proven": the receipts give the root in the block's header, so nothing is missing. "contradicted": they give
   * another one. "unknown": the header has no root, or the receipts have an encoding of their own chain.
   */
  readonly proof: "proven" | "contradicted" | "unknown";
}

/** Reads the logs of a block from its receipts; undefined where the RPC serves no receipts at all. */
export function createReceiptReader(source: ChainSource, { addresses }: Pick<LogFilter, "addresses">) {
  const watched = new Set<string>(addresses.map((address) => address.toLowerCase()));
  let alone = 0;

  async function ofBlock(block: ChainBlock): Promise<unknown[] | undefined> {
    if (block.transactionHashes.length === 0) return [];
    if (alone === 0) {
      try {
        const params = [`0x${block.number.toString(16)}`];
        const [list] = await source.askForAll([{ method: "eth_getBlockReceipts", params }]);
        return Array.isArray(list) ? list : [undefined];
      } catch (error) {
        if (!isRefusal(error)) throw error;
        alone = REFUSED_FOR;
      }
    }
    alone -= 1;
    try {
      return await source.askForAll(
        block.transactionHashes.map((hash) => ({ method: "eth_getTransactionReceipt", params: [hash] })),
      );
    } catch (error) {
      if (isRefusal(error)) return undefined;
      throw error;
    }
  }

  return async (block: ChainBlock): Promise<ReceiptLogs | undefined> => {
    const list = await ofBlock(block);
    if (list === undefined) return undefined;
    const receipts = readReceipts(list, block);
    if (receipts.length < block.transactionHashes.length)
      throw new RpcUnready(
        `The RPC gave ${receipts.length} receipts of block ${block.number}, which has more; asking again.`,
      );
    const logs = receipts.flatMap((receipt) => (receipt.logs as unknown as Raw[]).map(readLog));
    const proof = await proofOf(block, receipts);
    // The root proves the order of the logs, and not the places that the RPC gives them.
    const placed = proof === "proven" ? logs.map((log, logIndex) => ({ ...log, logIndex })) : logs;
    return { logs: placed.filter(({ address }) => watched.has(address)), proof };
  };
}

async function proofOf(
  { receiptsRoot: expected }: ChainBlock,
  receipts: Parameters<typeof receiptsRoot>[0],
): Promise<ReceiptLogs["proof"]> {
  if (expected === undefined || /^0x0*$/.test(expected)) return "unknown";
  const actual = await rootOf(receipts);
  if (actual === undefined) return "unknown";
  return actual === expected ? "proven" : "contradicted";
}

/** Undefined where a receipt lacks a field that its encoding needs, or has a type of its own chain. */
async function rootOf(receipts: Parameters<typeof receiptsRoot>[0]): Promise<string | undefined> {
  const known = receipts.every(
    ({ cumulativeGasUsed, logsBloom, type }) =>
      typeof cumulativeGasUsed === "string" && typeof logsBloom === "string" && Number(type ?? 0) <= 4,
  );
  return known ? await receiptsRoot(receipts) : undefined;
}
