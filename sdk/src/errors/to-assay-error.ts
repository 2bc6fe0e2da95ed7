import { BaseError, HttpRequestError, TimeoutError, WaitForTransactionReceiptTimeoutError } from "viem";
import { AssayError } from "./assay-error.ts";
import { decodeRevert } from "./decode-revert.ts";
import { readWalletError, type WalletError, walletWords } from "./wallet-errors.ts";

const toCode = (name: string): string => name.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toUpperCase();

function walk<T>(error: BaseError, kind: new (...args: never[]) => T): boolean {
  return error.walk((cause) => cause instanceof kind) !== null;
}

/** Our sentence, with the wallet's own words behind it: people search for those. */
function fromWallet({ code, sentence, hint, words }: WalletError, cause: unknown): AssayError {
  const quoted = words === undefined ? "" : ` (${words.replace(/\.$/, "")})`;
  return new AssayError(`${sentence}${quoted}.`, { code, hint, cause });
}

/**
 * Anything thrown by viem or a wallet as an AssayError; contract refusals get the code REVERT_<ERROR_NAME>. What a
 * wallet said is found however deep it is wrapped.
 */
export function toAssayError(error: unknown): AssayError {
  if (error instanceof AssayError) return error;
  const wallet = readWalletError(error);
  if (wallet?.code === "USER_REJECTED") return fromWallet(wallet, error);
  const revert = decodeRevert(error);
  if (revert !== undefined) {
    const hint = revert.hint === undefined ? {} : { hint: revert.hint };
    return new AssayError(revert.sentence, { code: `REVERT_${toCode(revert.name)}`, cause: error, ...hint });
  }
  if (wallet !== undefined) return fromWallet(wallet, error);
  if (error instanceof BaseError) {
    if (walk(error, WaitForTransactionReceiptTimeoutError)) {
      return new AssayError("The transaction was sent but is not mined yet.", {
        code: "TRANSACTION_PENDING",
        hint: "It can still be mined, so wait for it instead of sending another.",
        cause: error,
      });
    }
    if (walk(error, HttpRequestError) || walk(error, TimeoutError)) {
      return new AssayError("The chain can't be reached.", {
        code: "RPC_UNREACHABLE",
        hint: "Check the RPC address and that the chain runs.",
        cause: error,
      });
    }
  }
  const plain = error instanceof BaseError ? error.shortMessage : typeof error === "string" ? error : undefined;
  const message = walletWords(error) ?? plain ?? "The wallet or the chain failed without saying why.";
  return new AssayError(message, { code: "UNEXPECTED", cause: error });
}
