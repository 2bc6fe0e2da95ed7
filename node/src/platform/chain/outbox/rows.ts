import { type Address, type Hash, type Hex, parseTransaction, type TransactionReceipt } from "viem";
import type { Fees } from "./fees.ts";
import type { OutboxState } from "./intent.ts";

/** One stored intent. It keeps its nonce for life, unless a finalised block shows that a stranger used it. */
export interface OutboxRow {
  key: string;
  to: Address;
  data: Hex;
  value: bigint;
  about: string | undefined;
  /** unix seconds */
  deadline: number | undefined;
  state: OutboxState;
  nonce: number | undefined;
  /** the attempt that was mined, and its block */
  hash: Hash | undefined;
  block: bigint | undefined;
  blockHash: Hash | undefined;
  /** as JSON: most readers of a row do not need it, and it can be long */
  receipt: string | undefined;
  /** how it ended before a reorganisation undid that */
  undone: OutboxState | undefined;
  /** a finalised block stands on the one that mined it */
  isSettled: boolean;
  createdAt: string;
}

/** One signed version of an intent, or of the empty transfer that cancels it. Stored before it is first sent. */
export interface Attempt extends Fees {
  kind: "intent" | "cancel";
  nonce: number;
  hash: Hash;
  raw: Hex;
  gas: bigint;
  /** head of the chain when it was signed */
  block: bigint;
}

export interface StoredRow {
  key: string;
  target: string;
  data: string;
  value: string;
  about: string | null;
  deadline: number | null;
  state: string;
  nonce: number | null;
  hash: string | null;
  block: number | null;
  block_hash: string | null;
  receipt: string | null;
  undone: string | null;
  settled: number;
  created_at: string;
}

export interface StoredAttempt {
  key: string;
  nonce: number;
  hash: string;
  raw: string;
  kind: string;
  gas: string | null;
  max_fee: string | null;
  max_tip: string | null;
  signed_block: number;
}

export function toRow(stored: StoredRow): OutboxRow {
  return {
    key: stored.key,
    to: stored.target as Address,
    data: stored.data as Hex,
    value: BigInt(stored.value),
    about: stored.about ?? undefined,
    deadline: stored.deadline ?? undefined,
    state: stored.state as OutboxState,
    nonce: stored.nonce ?? undefined,
    hash: (stored.hash ?? undefined) as Hash | undefined,
    block: stored.block === null ? undefined : BigInt(stored.block),
    blockHash: (stored.block_hash ?? undefined) as Hash | undefined,
    receipt: stored.receipt ?? undefined,
    undone: (stored.undone ?? undefined) as OutboxState | undefined,
    isSettled: stored.settled !== 0,
    createdAt: `${stored.created_at.replace(" ", "T")}Z`,
  };
}

export function toAttempt(stored: StoredAttempt): Attempt {
  const { nonce, kind, gas, max_fee, max_tip, signed_block } = stored;
  const raw = stored.raw as Hex;
  const base = { kind: kind as Attempt["kind"], nonce, hash: stored.hash as Hash, raw, block: BigInt(signed_block) };
  if (gas !== null && max_fee !== null && max_tip !== null)
    return { ...base, gas: BigInt(gas), maxFee: BigInt(max_fee), maxTip: BigInt(max_tip) };
  // Signed before these columns existed: the bytes tell.
  const signed = parseTransaction(raw);
  return {
    ...base,
    gas: signed.gas ?? 0n,
    maxFee: signed.maxFeePerGas ?? 0n,
    maxTip: signed.maxPriorityFeePerGas ?? 0n,
  };
}

const BIGINT = /^-?\d+n$/;

export function writeReceipt(receipt: TransactionReceipt): string {
  return JSON.stringify(receipt, (_, value) => (typeof value === "bigint" ? `${value}n` : value));
}

export function readReceipt(json: string): TransactionReceipt {
  return JSON.parse(json, (_, value) =>
    typeof value === "string" && BIGINT.test(value) ? BigInt(value.slice(0, -1)) : value,
  ) as TransactionReceipt;
}
