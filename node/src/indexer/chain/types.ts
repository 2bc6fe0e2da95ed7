import type { Address, Hex } from "viem";

/** Where a block is on the chain. */
export interface BlockPointer {
  readonly number: number;
  readonly hash: Hex;
}

export interface ChainBlock extends BlockPointer {
  readonly parentHash: Hex;
  /** Unix seconds. */
  readonly timestamp: bigint;
  readonly unclesHash: Hex;
  readonly author: Address;
  readonly stateRoot: Hex;
  readonly transactionsRoot: Hex;
  readonly receiptsRoot: Hex;
  readonly gasUsed: bigint;
  readonly gasLimit: bigint;
  readonly difficulty: bigint;
  readonly totalDifficulty: bigint;
  readonly size: bigint;
  readonly baseFeePerGas: bigint | null;
}

export interface ChainTransaction {
  readonly hash: Hex;
  readonly index: number;
  readonly from: Address;
  readonly to: Address | null;
  readonly value: bigint;
  readonly gasLimit: bigint;
  readonly gasPrice: bigint;
  readonly input: Hex;
  readonly nonce: number;
}

export interface ChainLog {
  readonly address: Address;
  readonly topics: readonly Hex[];
  readonly data: Hex;
  readonly logIndex: number;
  readonly blockNumber: number;
  readonly blockHash: Hex;
  readonly transactionHash: Hex;
}

/** A block with the logs of the watched contracts, in log order, and the transactions that made them. */
export interface BlockWithLogs {
  readonly block: ChainBlock;
  readonly logs: readonly { readonly log: ChainLog; readonly transaction: ChainTransaction }[];
}
