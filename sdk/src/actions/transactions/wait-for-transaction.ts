import type { Client, Hex, TransactionReceipt } from "viem";
import { getTransactionCount } from "viem/actions";
import {
  type TransactionError,
  transactionCancelled,
  transactionPending,
  transactionReplaced,
} from "../../errors/transaction-error.ts";
import { type Intent, receiptOf, replacementBy, transactionOf, watchNonce } from "../replacement.ts";

/** As long as viem waits, milliseconds. */
const PATIENCE_MS = 180_000;
/** Looks that a server gets that never showed a transaction, before another one at its nonce counts against it. */
const LOOKS = 3;

/** Parameters of {@link waitForTransaction}. */
export type WaitForTransactionParameters = {
  hash: Hex;
  /** after so long without a receipt it gives up with TRANSACTION_PENDING; Infinity waits for ever */
  patienceMs?: number | undefined;
  /** what was sent and the account's next nonce before that, for servers that never show the transaction itself */
  sent?: Intent | undefined;
};

/** The receipt of the transaction, or of the one that its sender sped it up with. */
export type WaitForTransactionReturnType = TransactionReceipt;

/**
 * Waits until a transaction is mined, whatever its sender did to it in the wallet meanwhile. RPC servers that fail or
 * lag are asked again. Throws TransactionError: TRANSACTION_CANCELLED or TRANSACTION_REPLACED, with the hash that took
 * its place, or TRANSACTION_PENDING, after which the same call goes on waiting.
 *
 * @example
 * const receipt = await waitForTransaction(client, { hash: error.hash });
 */
export async function waitForTransaction(
  client: Client,
  { hash, patienceMs = PATIENCE_MS, sent }: WaitForTransactionParameters,
): Promise<WaitForTransactionReturnType> {
  const look = lookout(client, hash, sent);
  const began = Date.now();
  for (;;) {
    let failure: unknown;
    const end = await look().catch((error: unknown) => {
      // The transaction is out: a server that fails now must not make its sender send it again.
      failure = error;
      return undefined;
    });
    if (end instanceof Error) throw end;
    if (end !== undefined) return end;
    if (Date.now() - began >= patienceMs) throw transactionPending(hash, patienceMs, failure);
    await new Promise((resolve) => setTimeout(resolve, client.pollingInterval));
  }
}

/** One look after another at the same transaction: its receipt, what ended it, or undefined while that is open. */
function lookout(client: Client, hash: Hex, sent: Intent | undefined) {
  const minedAt = watchNonce(client);
  let known: Intent | undefined;
  let strangerSeen = 0;

  /** The nonce that a transaction nobody shows must have; undefined when the account sent others in between. */
  const likely = async (): Promise<Intent | undefined> => {
    if (sent === undefined) return undefined;
    const next = await getTransactionCount(client, { address: sent.from, blockTag: "pending" });
    return next <= sent.nonce + 1 ? sent : undefined;
  };

  return async (): Promise<TransactionReceipt | TransactionError | undefined> => {
    const receipt = await receiptOf(client, hash);
    if (receipt !== undefined) return receipt;
    const shown = known === undefined ? await transactionOf(client, hash) : undefined;
    if (shown !== undefined) known = shown;
    const intent = known ?? (await likely());
    if (intent === undefined) return undefined;
    const mined = await minedAt(intent);
    if (mined === undefined || mined.hash === hash) return undefined;
    const kind = replacementBy(mined, intent);
    // A receipt that the server can't show yet is asked for with the next look.
    if (kind === "repriced") return await receiptOf(client, mined.hash);
    strangerSeen += 1;
    if (known === undefined && strangerSeen < LOOKS) return undefined;
    return kind === "cancelled" ? transactionCancelled(hash, mined.hash) : transactionReplaced(hash, mined.hash);
  };
}
