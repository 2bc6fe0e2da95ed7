import {
  type Address,
  type Client,
  type Hex,
  isAddressEqual,
  type Transaction,
  TransactionNotFoundError,
  type TransactionReceipt,
  TransactionReceiptNotFoundError,
} from "viem";
import { getBlock, getBlockNumber, getTransaction, getTransactionCount, getTransactionReceipt } from "viem/actions";

/** What a transaction was sent to do, and the nonce that it occupies. */
export type Intent = { from: Address; nonce: number; to: Address | null; value: bigint; input: Hex };

/** How a transaction relates to the intent whose nonce it used. */
export type Replacement = "repriced" | "cancelled" | "replaced";

/** The receipt, or undefined while the chain has none. */
export async function receiptOf(client: Client, hash: Hex): Promise<TransactionReceipt | undefined> {
  try {
    return await getTransactionReceipt(client, { hash });
  } catch (error) {
    if (error instanceof TransactionReceiptNotFoundError) return undefined;
    throw error;
  }
}

/** The transaction, or undefined while this RPC server does not know it. */
export async function transactionOf(client: Client, hash: Hex): Promise<Transaction | undefined> {
  try {
    return await getTransaction(client, { hash });
  } catch (error) {
    if (error instanceof TransactionNotFoundError) return undefined;
    throw error;
  }
}

/** What the transaction `mined` did to the intent. A sped-up one may carry a suffix that the wallet added to the input. */
export function replacementBy(mined: Transaction, { from, to, value, input }: Intent): Replacement {
  const isSameTarget = to === null || mined.to === null ? to === mined.to : isAddressEqual(to, mined.to);
  const isSameInput =
    mined.input.toLowerCase().startsWith(input.toLowerCase()) && (input !== "0x" || mined.input === "0x");
  if (isSameTarget && mined.value === value && isSameInput) return "repriced";
  return mined.to !== null && isAddressEqual(mined.to, from) && mined.value === 0n ? "cancelled" : "replaced";
}

/** How far back a look ever goes, blocks. */
const DEPTH = 512n;
/** Blocks that are looked at again with each look, because a reorganisation may have filled them differently. */
const OVERLAP = 8n;

/** The mined transaction that used a nonce. */
type Used = { mined: Transaction; blocksSince: bigint };

/**
 * Looks for the mined transaction that used an account's nonce: undefined while the nonce is free, or while the RPC
 * server can't show the block. Servers behind one address answer at different heights, so only the transaction itself
 * proves that a nonce went to another: a used nonce without it proves nothing. `blocksSince` counts those after its own.
 */
export function watchNonce(client: Client) {
  /** no block up to here holds it, on the chain that was seen last */
  let floor: bigint | undefined;
  return async ({ from, nonce }: Pick<Intent, "from" | "nonce">): Promise<Used | undefined> => {
    const head = await getBlockNumber(client, { cacheTime: 0 });
    // Asked by number, so that a server that lags behind can't answer for an older block.
    const next = await getTransactionCount(client, { address: from, blockNumber: head });
    if (next <= nonce) {
      floor = head - OVERLAP;
      return undefined;
    }
    // A head below what was read belongs to a chain that was rolled back, and one far above it would cost every block.
    if (floor === undefined || head < floor || head - floor > DEPTH) floor = head - DEPTH;
    for (let blockNumber = head; blockNumber > floor && blockNumber >= 0n; blockNumber -= 1n) {
      const block = await getBlock(client, { blockNumber, includeTransactions: true });
      const found = block.transactions.find((mined) => isAddressEqual(mined.from, from) && mined.nonce === nonce);
      if (found !== undefined) return { mined: found, blocksSince: head - blockNumber };
    }
    if (head - OVERLAP > floor) floor = head - OVERLAP;
    return undefined;
  };
}
