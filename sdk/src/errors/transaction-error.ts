import type { Hex } from "viem";
import { AssayError } from "./assay-error.ts";

/** What became of a transaction that was sent and did not do what it was sent for. */
export class TransactionError extends AssayError {
  override name = "TransactionError";
  /** the transaction that was sent */
  readonly hash: Hex;
  /** the transaction that was mined in its place */
  readonly replacedBy: Hex | undefined;

  constructor(message: string, options: { code: string; hint: string; hash: Hex; replacedBy?: Hex; cause?: unknown }) {
    super(message, options);
    this.hash = options.hash;
    this.replacedBy = options.replacedBy;
  }
}

/** Its sender cancelled it in the wallet: an empty transaction to itself was mined in its place. */
export const transactionCancelled = (hash: Hex, replacedBy: Hex): TransactionError =>
  new TransactionError("This transaction was cancelled in the wallet, so nothing was done.", {
    code: "TRANSACTION_CANCELLED",
    hint: "Only its network fee was paid. Send it again when ready.",
    hash,
    replacedBy,
  });

/** Something that does not do the same was mined in its place. */
export const transactionReplaced = (hash: Hex, replacedBy: Hex): TransactionError =>
  new TransactionError(
    `A different transaction, ${replacedBy}, took the place of this one, so this one was not done.`,
    {
      code: "TRANSACTION_REPLACED",
      hint: "Look at what that one did before you send this again.",
      hash,
      replacedBy,
    },
  );

/** Nobody knows yet: it can still be mined. */
export const transactionPending = (hash: Hex, patienceMs: number, cause?: unknown): TransactionError =>
  new TransactionError(`Transaction ${hash} was sent, but is not mined after ${Math.round(patienceMs / 1000)} s.`, {
    code: "TRANSACTION_PENDING",
    hint: "It can still be mined, so wait for it instead of sending another.",
    hash,
    ...(cause === undefined ? {} : { cause }),
  });
