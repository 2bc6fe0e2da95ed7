import type { Address, Hex } from "viem";

/** Where a block is on the chain. */
export interface BlockPointer {
  readonly number: number;
  readonly hash: Hex;
}

/** A block's header. Fields that a chain may leave out have a neutral value here. */
export interface ChainBlock extends BlockPointer {
  readonly parentHash: Hex;
  /** Unix seconds. */
  readonly timestamp: bigint;
  readonly unclesHash: Hex;
  readonly author: Address;
  readonly stateRoot: Hex;
  readonly transactionsRoot: Hex;
  /** Undefined where the RPC leaves it out: nothing can be proven by it then. */
  readonly receiptsRoot: Hex | undefined;
  /** Undefined where the RPC leaves it out. */
  readonly logsBloom: Hex | undefined;
  readonly transactionHashes: readonly Hex[];
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
  readonly transactionIndex: number;
}

/** A block with its logs of the watched contracts, in log order, and the transactions that made them if asked for. */
export interface BlockWithLogs {
  readonly block: ChainBlock;
  readonly logs: readonly ChainLog[];
  readonly transactions: ReadonlyMap<Hex, ChainTransaction>;
}

/** Which logs are read. */
export interface LogFilter {
  readonly addresses: readonly Address[];
  /** First topics that matter; a block whose bloom has none of them needs no second look. */
  readonly topics: readonly Hex[];
}
