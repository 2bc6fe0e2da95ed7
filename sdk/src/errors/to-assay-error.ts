import {
  BaseError,
  HttpRequestError,
  InsufficientFundsError,
  TimeoutError,
  UserRejectedRequestError,
  WaitForTransactionReceiptTimeoutError,
} from "viem";
import { AssayError } from "./assay-error.ts";
import { decodeRevert } from "./decode-revert.ts";

const toCode = (name: string): string => name.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toUpperCase();

function walk<T>(error: BaseError, kind: new (...args: never[]) => T): boolean {
  return error.walk((cause) => cause instanceof kind) !== null;
}

/** Anything thrown by viem or a wallet as an AssayError; contract refusals get the code REVERT_<ERROR_NAME>. */
export function toAssayError(error: unknown): AssayError {
  if (error instanceof AssayError) return error;
  if (error instanceof BaseError) {
    if (walk(error, UserRejectedRequestError)) {
      return new AssayError("The request was declined in the wallet.", {
        code: "USER_REJECTED",
        hint: "Nothing was sent; try again when ready.",
        cause: error,
      });
    }
    if (walk(error, InsufficientFundsError)) {
      return new AssayError("The account has not enough ether to pay for gas.", {
        code: "NO_GAS",
        hint: "Send it some ether first.",
        cause: error,
      });
    }
    if (walk(error, WaitForTransactionReceiptTimeoutError)) {
      return new AssayError("The transaction was sent but is not mined yet.", {
        code: "NOT_MINED",
        hint: "Check it again before sending another.",
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
  const revert = decodeRevert(error);
  if (revert !== undefined) {
    const hint = revert.hint === undefined ? {} : { hint: revert.hint };
    return new AssayError(revert.sentence, { code: `REVERT_${toCode(revert.name)}`, cause: error, ...hint });
  }
  const message =
    error instanceof BaseError ? error.shortMessage : error instanceof Error ? error.message : String(error);
  return new AssayError(message, { code: "UNEXPECTED", cause: error });
}
