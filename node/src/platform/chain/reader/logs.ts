import { type Hex, numberToHex } from "viem";
import { isRefusal, isTimeout, RpcUnready } from "../rpc/faults.ts";
import { bloomTest } from "./bloom.ts";
import { createReceiptReader } from "./receiptLogs.ts";
import type { ChainSource } from "./source.ts";
import { createSpan } from "./span.ts";
import type { ChainBlock, ChainLog, LogFilter } from "./types.ts";

/** Blocks whose logs are asked for by range at once. */
const MOST_BLOCKS = 2_000;
/** Up to this many blocks are asked for by hash, which no reorg can mix up. */
const BY_HASH = 2;
/** Looks in a row at receipts that contradict their header before they are taken for those of a special chain. */
const REPEATS = 10;
/** Blocks whose receipts are read together. */
const RECEIPTS_AT_ONCE = 8;

/** Logs by the hash of their block, for the blocks that have any. */
export type LogsByBlock = ReadonlyMap<Hex, readonly ChainLog[]>;

/** Reads the logs of blocks that form a chain. Throws RpcUnready rather than return less than there is. */
export type LogReader = (blocks: readonly ChainBlock[]) => Promise<LogsByBlock>;

/**
 * eth_getLogs alone is not believed: a backend that is behind answers with an empty list. The bloom in a block's header
 * proves that a block has no log of ours; where it allows one, the receipts decide, checked against the header's root.
 */
export function createLogReader(source: ChainSource, filter: LogFilter): LogReader {
  const mayHaveLogs = bloomTest(filter);
  const receiptsOf = createReceiptReader(source, filter);
  const span = createSpan(MOST_BLOCKS);
  const address = filter.addresses;
  const special = createSpecial();

  /** As wide as the provider takes it. */
  async function inRange(blocks: readonly ChainBlock[]): Promise<ChainLog[]> {
    const found: ChainLog[] = [];
    let at = 0;
    while (at < blocks.length) {
      const part = blocks.slice(at, at + span.size);
      const [first, last] = [part[0] as ChainBlock, part.at(-1) as ChainBlock];
      try {
        const logs =
          part.length <= BY_HASH
            ? (await Promise.all(part.map(({ hash }) => source.logs({ address, blockHash: hash })))).flat()
            : await source.logs({ address, fromBlock: numberToHex(first.number), toBlock: numberToHex(last.number) });
        found.push(...logs);
        at += part.length;
        span.took();
      } catch (error) {
        if (isTimeout(error)) span.shrink();
        if (!isRefusal(error) || part.length <= BY_HASH || !span.shrink()) throw error;
      }
    }
    return found;
  }

  async function settle(block: ChainBlock, told: readonly ChainLog[]): Promise<readonly ChainLog[]> {
    const receipts = await receiptsOf(block);
    if (receipts?.proof === "proven") {
      special.proved();
      return receipts.logs;
    }
    if (receipts === undefined) {
      if (told.length > 0) return told;
      throw new RpcUnready(
        `Block ${block.number} may have logs by its bloom, eth_getLogs shows none, and the RPC serves no receipts to decide; use an RPC with eth_getBlockReceipts.`,
      );
    }
    // What can't be proven is believed when two answers agree. Receipts that contradict the header are so only when they
    // never change: then the chain puts more into its receipts than an RPC tells.
    const isAgreed = textOf(receipts.logs) === textOf(told);
    if (isAgreed && (receipts.proof === "unknown" || special.isBelieved(block.hash, textOf(told)))) return told;
    throw new RpcUnready(
      `The RPC's logs and receipts of block ${block.number} are not those of its header (${told.length} and ${receipts.logs.length} logs); asking again.`,
    );
  }

  return async (blocks) => {
    const told = Map.groupBy(await inRange(blocks), ({ blockHash }) => blockHash);
    const known = new Set(blocks.map(({ hash }) => hash));
    for (const hash of told.keys()) {
      if (!known.has(hash)) throw new RpcUnready(`The RPC gave logs of block ${hash}, which is not in its chain.`);
    }
    const candidates = blocks.filter((block) => told.has(block.hash) || mayHaveLogs(block));
    const settled = new Map<Hex, readonly ChainLog[]>();
    for (let at = 0; at < candidates.length; at += RECEIPTS_AT_ONCE) {
      const part = candidates.slice(at, at + RECEIPTS_AT_ONCE);
      const logs = await Promise.all(part.map((block) => settle(block, told.get(block.hash) ?? [])));
      for (const [index, { hash }] of part.entries()) settled.set(hash, inOrder(logs[index] ?? []));
    }
    return new Map([...settled].filter(([, logs]) => logs.length > 0));
  };
}

const inOrder = (logs: readonly ChainLog[]) => logs.toSorted((a, b) => a.logIndex - b.logIndex);

function textOf(logs: readonly ChainLog[]): string {
  return inOrder(logs)
    .map(({ logIndex, address, topics, data }) => [logIndex, address, ...topics, data].join())
    .join("\n");
}

/**
 * Says whether receipts that contradict their header are believed: after the same was told of a block often enough, its
 * chain is a special one, and so is every later block until one proves otherwise.
 */
function createSpecial() {
  const seen = new Map<Hex, { text: string; times: number }>();
  let isSpecial = false;
  return {
    isBelieved(block: Hex, text: string): boolean {
      if (isSpecial) return true;
      const before = seen.get(block);
      const times = before?.text === text ? before.times + 1 : 1;
      seen.set(block, { text, times });
      if (times >= REPEATS) isSpecial = true;
      return isSpecial;
    },
    proved() {
      seen.clear();
      isSpecial = false;
    },
  };
}
