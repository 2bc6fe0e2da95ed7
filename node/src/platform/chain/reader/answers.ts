import type { Address, Hex } from "viem";
import { RpcUnready } from "../rpc/faults.ts";
import type { RawReceipt } from "./receiptsRoot.ts";
import type { ChainBlock, ChainLog, ChainTransaction } from "./types.ts";

/** A JSON object as an RPC sends it: nothing in it can be relied on. */
export type Raw = Readonly<Record<string, unknown>>;

const ZERO_ADDRESS = "0x0000000000000000000000000000000000000000";
const ZERO_HASH = `0x${"0".repeat(64)}` as const;
const HEX = /^0x[0-9a-f]*$/i;

export const asRaw = (value: unknown): Raw | undefined =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Raw) : undefined;

/** The objects in a list. */
export const rawsOf = (list: readonly unknown[]): Raw[] => list.map(asRaw).filter((raw) => raw !== undefined);

const hexOr = <T>(value: unknown, otherwise: T): Hex | T =>
  typeof value === "string" && HEX.test(value) ? (value.toLowerCase() as Hex) : otherwise;

const bigOr = (value: unknown, otherwise: bigint): bigint => {
  const hex = hexOr(value, undefined);
  return hex === undefined || hex === "0x" ? otherwise : BigInt(hex);
};

/** A field without which the answer says nothing. */
function needHex(raw: Raw, field: string, what: string): Hex {
  const value = hexOr(raw[field], undefined);
  if (value === undefined) throw new RpcUnready(`The RPC gave ${what} without ${field}; ask a node that is in sync.`);
  return value;
}

const needNumber = (raw: Raw, field: string, what: string): number => Number(needHex(raw, field, what));

/** Clients and chains differ in what they put into a header; only what ties blocks together is needed. */
export function readBlock(raw: Raw): ChainBlock {
  const transactions = Array.isArray(raw.transactions) ? (raw.transactions as unknown[]) : [];
  return {
    number: needNumber(raw, "number", "a block"),
    hash: needHex(raw, "hash", "a block"),
    parentHash: needHex(raw, "parentHash", "a block"),
    timestamp: BigInt(needHex(raw, "timestamp", "a block")),
    unclesHash: hexOr(raw.sha3Uncles, ZERO_HASH),
    author: hexOr(raw.miner ?? raw.author, ZERO_ADDRESS) as Address,
    stateRoot: hexOr(raw.stateRoot, ZERO_HASH),
    transactionsRoot: hexOr(raw.transactionsRoot, ZERO_HASH),
    receiptsRoot: hexOr(raw.receiptsRoot, undefined),
    logsBloom: hexOr(raw.logsBloom, undefined),
    transactionHashes: transactions.map((one) => hexOr(asRaw(one)?.hash ?? one, ZERO_HASH)),
    gasUsed: bigOr(raw.gasUsed, 0n),
    gasLimit: bigOr(raw.gasLimit, 0n),
    difficulty: bigOr(raw.difficulty, 0n),
    totalDifficulty: bigOr(raw.totalDifficulty, 0n),
    size: bigOr(raw.size, 0n),
    baseFeePerGas: raw.baseFeePerGas == null ? null : bigOr(raw.baseFeePerGas, 0n),
  };
}

export function readLog(raw: Raw): ChainLog {
  const topics = Array.isArray(raw.topics) ? (raw.topics as unknown[]) : [];
  return {
    address: needHex(raw, "address", "a log") as Address,
    topics: topics.map((topic) => hexOr(topic, ZERO_HASH)),
    data: hexOr(raw.data, "0x"),
    logIndex: needNumber(raw, "logIndex", "a log"),
    blockNumber: needNumber(raw, "blockNumber", "a log"),
    blockHash: needHex(raw, "blockHash", "a log"),
    transactionHash: needHex(raw, "transactionHash", "a log"),
    transactionIndex: Number(bigOr(raw.transactionIndex, 0n)),
  };
}

export function readTransaction(raw: Raw): ChainTransaction {
  return {
    hash: needHex(raw, "hash", "a transaction"),
    index: Number(bigOr(raw.transactionIndex, 0n)),
    from: hexOr(raw.from, ZERO_ADDRESS) as Address,
    to: hexOr(raw.to, null) as Address | null,
    value: bigOr(raw.value, 0n),
    gasLimit: bigOr(raw.gas, 0n),
    gasPrice: bigOr(raw.gasPrice ?? raw.maxFeePerGas, 0n),
    input: hexOr(raw.input ?? raw.data, "0x"),
    nonce: Number(bigOr(raw.nonce, 0n)),
  };
}

/** The receipts of a block in the order of its transactions; RpcUnready when they are of another block. */
export function readReceipts(list: readonly unknown[], block: ChainBlock): (Raw & RawReceipt)[] {
  const receipts = rawsOf(list);
  const isWhole =
    receipts.length === list.length &&
    receipts.every(({ blockHash, logs }) => hexOr(blockHash, undefined) === block.hash && Array.isArray(logs));
  if (!isWhole) throw new RpcUnready(`The RPC has no receipts of block ${block.number} (${block.hash}) yet.`);
  return (receipts as (Raw & RawReceipt)[]).toSorted(
    (a, b) => Number(bigOr(a.transactionIndex, 0n)) - Number(bigOr(b.transactionIndex, 0n)),
  );
}
