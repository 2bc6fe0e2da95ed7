import { setTimeout as delay } from "node:timers/promises";
import { type Client, type Hex, type TransactionReceipt, TransactionReceiptNotFoundError } from "viem";
import { getTransactionReceipt } from "viem/actions";

const POLL_MS = 20;
const PATIENCE_MS = 60_000;

/**
 * The receipt of a transaction on a chain that mines each at once. viem's own wait looks again only when a block comes;
 * where the number of the block is known a moment before its receipts, no further block would ever come.
 */
export async function receiptOf(client: Client, hash: Hex): Promise<TransactionReceipt> {
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await getTransactionReceipt(client, { hash });
    } catch (cause) {
      if (!(cause instanceof TransactionReceiptNotFoundError) || performance.now() > end) throw cause;
    }
    await delay(POLL_MS);
  }
}
