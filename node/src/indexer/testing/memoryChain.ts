import { type Address, bytesToHex, type Hex, hexToBytes, keccak256, numberToHex, stringToHex } from "viem";
import { type RawReceipt, receiptsRoot } from "../../platform/chain/reader/receiptsRoot.ts";

/** A log that a block is made with. */
export interface MemoryLog {
  readonly address: Address;
  readonly topics: readonly Hex[];
  readonly data: Hex;
}

type Json = Record<string, unknown>;

interface MemoryBlock {
  readonly header: Json & { readonly number: Hex; readonly hash: Hex; readonly parentHash: Hex };
  readonly receipts: readonly (Json & RawReceipt)[];
  readonly transactions: readonly Json[];
  readonly tally: Tally;
}

/** What has happened on a branch up to a block, so that its next block fits. */
export interface Tally {
  readonly datanets: number;
  readonly versions: number;
}

/** What one backend shows: a list of blocks from 0 on. */
export type View = readonly MemoryBlock[];

/** Blocks behind the newest one after which a block is final. */
const FINAL_AFTER = 64;

/** A chain in memory with true parent hashes, blooms and receipts roots, for more reorgs than a real one has time for. */
export class MemoryChain {
  view: MemoryBlock[] = [];
  /** Whatever was ever mined: nodes go on to serve dropped blocks by hash. */
  readonly #byHash = new Map<string, MemoryBlock>();
  #made = 0;
  /** The highest block that was ever final: no reorg goes below it, however short the branch became. */
  final = 0;

  get head(): MemoryBlock {
    return this.view.at(-1) as MemoryBlock;
  }

  /** Adds a block; each log has a transaction of its own. */
  async mine(logs: readonly MemoryLog[], tally: Tally): Promise<void> {
    this.#made += 1;
    const number = numberToHex(this.view.length);
    const parentHash = this.view.at(-1)?.header.hash ?? numberToHex(0, { size: 32 });
    const hash = keccak256(stringToHex(`${this.#made} ${parentHash}`));
    const place = { blockHash: hash, blockNumber: number };
    const transactions = logs.map((_, index) => ({
      ...place,
      hash: keccak256(stringToHex(`${this.#made}.${index}`)),
      transactionIndex: numberToHex(index),
      from: numberToHex(1, { size: 20 }),
      to: numberToHex(2, { size: 20 }),
      value: "0x0",
      gas: "0x5208",
      input: "0x",
      nonce: "0x0",
    }));
    const receipts = logs.map((log, index) => ({
      ...place,
      type: "0x2" as const,
      status: "0x1" as const,
      transactionHash: transactions[index]?.hash,
      transactionIndex: numberToHex(index),
      cumulativeGasUsed: numberToHex(21_000 * (index + 1)),
      logsBloom: bloomOf([log]),
      logs: [
        {
          ...log,
          ...place,
          transactionHash: transactions[index]?.hash,
          transactionIndex: numberToHex(index),
          logIndex: numberToHex(index),
        },
      ],
    }));
    const header = {
      number,
      hash,
      parentHash,
      timestamp: numberToHex(1_000 + this.#made),
      logsBloom: bloomOf(logs),
      receiptsRoot: await receiptsRoot(receipts),
      transactions: transactions.map((one) => one.hash),
    };
    const block = { header, receipts, transactions, tally };
    this.view.push(block);
    this.final = Math.max(this.final, this.view.length - 1 - FINAL_AFTER);
    this.#byHash.set(hash, block);
  }

  /** Blocks that a reorg may drop. */
  get droppable(): number {
    return this.view.length - 1 - this.final;
  }

  drop(depth: number): void {
    if (depth > this.droppable) throw new RangeError(`Block ${this.final} is final; ${depth} blocks can't be dropped.`);
    this.view = this.view.slice(0, -depth);
  }

  /** The answer of a backend that shows `view`; undefined for a method it lacks. */
  answer(method: string, params: readonly unknown[], view: View = this.view): unknown {
    const [first, second] = params as [string & Json, boolean];
    const at = (block: MemoryBlock | undefined) =>
      block === undefined ? null : { ...block.header, ...(second ? { transactions: block.transactions } : {}) };
    if (method === "eth_chainId") return numberToHex(31_337);
    if (method === "eth_getBlockByNumber") {
      if (first === "latest") return at(view.at(-1));
      if (first === "finalized") return at(view[Math.max(0, view.length - 1 - FINAL_AFTER)]);
      return at(view[Number(first)]);
    }
    if (method === "eth_getBlockByHash") return at(this.#byHash.get(first));
    if (method === "eth_getBlockReceipts") return view[Number(first)]?.receipts ?? null;
    if (method === "eth_getLogs") return logsOf(view, first);
    return undefined;
  }
}

function logsOf(view: View, filter: Json): unknown[] {
  const blocks =
    filter.blockHash === undefined
      ? view.slice(Number(filter.fromBlock), Number(filter.toBlock) + 1)
      : view.filter(({ header }) => header.hash === filter.blockHash);
  return blocks.flatMap(({ receipts }) => receipts.flatMap(({ logs }) => logs));
}

function bloomOf(logs: readonly MemoryLog[]): Hex {
  const bloom = new Uint8Array(256);
  for (const value of logs.flatMap(({ address, topics }) => [address, ...topics])) {
    const hash = hexToBytes(keccak256(value));
    for (const pair of [0, 2, 4]) {
      const bit = (((hash[pair] ?? 0) << 8) | (hash[pair + 1] ?? 0)) & 2047;
      bloom[255 - (bit >> 3)] = (bloom[255 - (bit >> 3)] ?? 0) | (1 << (bit & 7));
    }
  }
  return bytesToHex(bloom);
}
