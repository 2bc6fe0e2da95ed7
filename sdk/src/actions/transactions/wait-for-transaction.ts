import type { Client, Hex, TransactionReceipt } from "viem";
import { getTransactionCount } from "viem/actions";
import {
  type TransactionError,
  transactionCancelled,
  transactionPending,
  transactionReplaced,
} from "../../errors/transaction-error.ts";
import { boundedClient } from "../bounded.ts";
import { type Intent, receiptOf, replacementBy, transactionOf, watchNonce } from "../replacement.ts";

/** As long as viem waits, milliseconds. */
const PATIENCE_MS = 180_000;
/** How long after the end of patience the last look may still take, milliseconds. */
const LAST_LOOK_MS = 1_000;
/**
 * A transaction that no server ever showed has a nonce that is only guessed. Another one at that nonce counts against it
 * when so many blocks came after it and the account has sent nothing more.
 */
const SURE_AFTER_BLOCKS = 5n;

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
 * lag are asked again, and one that never answers does not stretch the patience. Throws TransactionError:
 * TRANSACTION_CANCELLED or TRANSACTION_REPLACED, with the hash that took its place, or TRANSACTION_PENDING, after which
 * the same call goes on waiting.
 *
 * @example
 * const receipt = await waitForTransaction(client, { hash: error.hash });
 */
export async function waitForTransaction(
  client: Client,
  { hash, patienceMs = PATIENCE_MS, sent }: WaitForTransactionParameters,
): Promise<WaitForTransactionReturnType> {
  const deadline = Date.now() + patienceMs;
  const look = lookout(boundedClient(client, deadline + LAST_LOOK_MS), hash, sent);
  for (;;) {
    let failure: unknown;
    const end = await look().catch((error: unknown) => {
      // The transaction is out: a server that fails now must not make its sender send it again.
      failure = error;
      return undefined;
    });
    if (end instanceof Error) throw end;
    if (end !== undefined) return end;
    const left = deadline - Date.now();
    if (left <= 0) throw transactionPending(hash, patienceMs, failure);
    await new Promise((resolve) => setTimeout(resolve, Math.min(client.pollingInterval, left)));
  }
}

/** One look after another at the same transaction: its receipt, what ended it, or undefined while that is open. */
function lookout(client: Client, hash: Hex, sent: Intent | undefined) {
  const minedAt = watchNonce(client);
  let known: Intent | undefined;
  let isGuessOpen = true;

  /** The nonce that a transaction nobody shows may have; undefined once the account sent others: it may be theirs. */
  const guess = async (): Promise<{ intent: Intent; isNext: boolean } | undefined> => {
    if (sent === undefined || !isGuessOpen) return undefined;
    const next = await getTransactionCount(client, { address: sent.from, blockTag: "pending" });
    isGuessOpen = next <= sent.nonce + 1;
    return isGuessOpen ? { intent: sent, isNext: next === sent.nonce + 1 } : undefined;
  };

  return async (): Promise<TransactionReceipt | TransactionError | undefined> => {
    const receipt = await receiptOf(client, hash);
    if (receipt !== undefined) return receipt;
    const shown = known === undefined ? await transactionOf(client, hash) : undefined;
    if (shown !== undefined) known = shown;
    const guessed = known === undefined ? await guess() : undefined;
    const intent = known ?? guessed?.intent;
    if (intent === undefined) return undefined;
    const used = await minedAt(intent);
    if (used === undefined || used.mined.hash === hash) return undefined;
    const { mined, blocksSince } = used;
    const kind = replacementBy(mined, intent);
    // A receipt that the server can't show yet is asked for with the next look.
    if (kind === "repriced") return await receiptOf(client, mined.hash);
    // Where ours is in a pool that nobody shows, an earlier one that was there too may have the guessed nonce.
    if (known === undefined && !(guessed?.isNext && blocksSince >= SURE_AFTER_BLOCKS)) return undefined;
    return kind === "cancelled" ? transactionCancelled(hash, mined.hash) : transactionReplaced(hash, mined.hash);
  };
}
