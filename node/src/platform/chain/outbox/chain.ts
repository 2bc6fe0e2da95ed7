import {
  type Address,
  BaseError,
  BlockNotFoundError,
  type Hash,
  type Hex,
  type SignedAuthorization,
  type TransactionReceipt,
  TransactionReceiptNotFoundError,
} from "viem";
import type { ChainClient } from "../clients.ts";
import type { Call } from "./sameCall.ts";

/** Where a chain has no finalised block, one this far behind the head counts as final. */
const FINAL_DEPTH = 64n;

export interface Block {
  number: bigint;
  hash: Hash;
  parentHash: Hash;
  /** unix seconds */
  timestamp: bigint;
  /** wei per gas; 0 where the chain has none */
  baseFee: bigint;
}

export interface BlockTransaction extends Call {
  hash: Hash;
  from: Address;
  nonce: number;
  /** What accounts let it set for them (EIP-7702). Each that is valid uses up a nonce of its account. */
  authorizations?: readonly SignedAuthorization[] | undefined;
}

/**
 * What the outbox asks the chain. Whatever an RPC does not know (yet) is undefined; whatever else goes wrong is thrown.
 * No answer is believed alone: a backend may lag behind the one that answered before.
 */
export interface OutboxChain {
  readonly id: number;
  head(): Promise<Block>;
  finalised(): Promise<Block>;
  block(number: bigint): Promise<Block | undefined>;
  /** A block with its transactions. */
  fullBlock(number: bigint): Promise<{ block: Block; transactions: BlockTransaction[] } | undefined>;
  /** How many nonces the account used up to a block, or counting what is pending. */
  nonce(at: bigint | "latest" | "pending"): Promise<number>;
  receipt(hash: Hash): Promise<TransactionReceipt | undefined>;
  /** Gas of a call. @throws RefusedCall when the chain refuses it */
  estimate(call: { to: Address; data: Hex; value: bigint }): Promise<bigint>;
  /** What blocks are tipped now, wei per gas. */
  tip(): Promise<bigint>;
  broadcast(raw: Hex): Promise<void>;
}

/** The node ran the call and it failed, as against a node that could not be asked. */
export class RefusedCall extends Error {
  constructor(cause: unknown) {
    super("The chain refuses the call.", { cause });
    this.name = "RefusedCall";
  }
}

interface RpcBlock {
  number: bigint | null;
  hash: Hash | null;
  parentHash: Hash;
  timestamp: bigint;
  baseFeePerGas?: bigint | null;
}

function toBlock({ number, hash, parentHash, timestamp, baseFeePerGas }: RpcBlock): Block {
  if (number === null || hash === null) throw new Error("The RPC returned a block without number or hash.");
  return { number, hash, parentHash, timestamp, baseFee: baseFeePerGas ?? 0n };
}

const hasName = (error: unknown, ...names: string[]): boolean =>
  error instanceof BaseError && error.walk((e) => names.includes((e as Error).name)) !== null;

/** Codes by which nodes without finalised blocks answer: invalid parameters, server error, unknown block. */
const NO_TAG = new Set([-32602, -32000, -39001]);

function isWithoutTag(error: unknown): boolean {
  if (error instanceof BlockNotFoundError) return true;
  return error instanceof BaseError && error.walk((e) => NO_TAG.has((e as { code?: number }).code ?? 0)) !== null;
}

/** The chain behind a client, as one account's outbox sees it. */
export function createOutboxChain(client: ChainClient, account: Address): OutboxChain {
  let hasTag = false;

  async function block(number: bigint): Promise<Block | undefined> {
    try {
      return toBlock(await client.getBlock({ blockNumber: number }));
    } catch (error) {
      if (error instanceof BlockNotFoundError) return undefined;
      throw error;
    }
  }

  const head = async (): Promise<Block> => toBlock(await client.getBlock({ blockTag: "latest" }));

  /** The newest block far enough behind the head. */
  async function deepBlock(): Promise<Block> {
    const { number } = await head();
    const at = number > FINAL_DEPTH ? number - FINAL_DEPTH : 0n;
    const found = await block(at);
    if (found === undefined) throw new BlockNotFoundError({ blockNumber: at });
    return found;
  }

  return {
    id: client.chain.id,
    head,
    block,
    async finalised() {
      try {
        const found = toBlock(await client.getBlock({ blockTag: "finalized" }));
        hasTag = true;
        return found;
      } catch (error) {
        // A chain that once told its finalised block has one: then it is waited for, never guessed.
        if (hasTag || !isWithoutTag(error)) throw error;
        return await deepBlock();
      }
    },
    async fullBlock(number) {
      try {
        const found = await client.getBlock({ blockNumber: number, includeTransactions: true });
        const transactions = found.transactions.map(
          ({ hash, from, nonce, to, input, value, authorizationList: authorizations }) => ({
            hash,
            from,
            nonce,
            to,
            input,
            value,
            authorizations,
          }),
        );
        return { block: toBlock(found), transactions };
      } catch (error) {
        if (error instanceof BlockNotFoundError) return undefined;
        throw error;
      }
    },
    nonce: (at) =>
      client.getTransactionCount({
        address: account,
        ...(typeof at === "bigint" ? { blockNumber: at } : { blockTag: at }),
      }),
    async receipt(hash) {
      try {
        return await client.getTransactionReceipt({ hash });
      } catch (error) {
        if (error instanceof TransactionReceiptNotFoundError) return undefined;
        throw error;
      }
    },
    async estimate(call) {
      try {
        return await client.estimateGas({ account, ...call });
      } catch (error) {
        if (hasName(error, "ExecutionRevertedError", "InsufficientFundsError")) throw new RefusedCall(error);
        throw error;
      }
    },
    tip: () => client.estimateMaxPriorityFeePerGas(),
    async broadcast(raw) {
      await client.sendRawTransaction({ serializedTransaction: raw });
    },
  };
}
