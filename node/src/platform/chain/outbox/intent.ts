import { AssayError } from "@assay/sdk/errors";
import type { Address, Hex } from "viem";
import { messageOf } from "../../errors.ts";

/** Conditions under which a call is sent. */
export interface Terms {
  /** Unix seconds after which the call is of no use. Unsigned by then it is refused, signed it is cancelled. */
  deadline?: number | undefined;
}

/** A call to send. `key` names the intent for ever: the same key is never sent twice, whatever else it carries. */
export interface Intent extends Terms {
  key: string;
  to: Address;
  data?: Hex;
  value?: bigint;
  /** what it does, in words, for whoever looks at what waits */
  about?: string;
}

/** `new` is stored but unsigned; `signed` may be on its way; the others are final once their block is finalised. */
export type OutboxState = "new" | "signed" | "mined" | "reverted" | "cancelled";

/** The deadline of a call that must land before `end`, unix seconds; none where `end` is 0. */
export const before = (end: bigint): Terms => (end === 0n ? {} : { deadline: Number(end) - 1 });

/** A transaction the contract refuses. `status` 409; the cause carries viem's decoded revert. */
export class RevertError extends AssayError {
  constructor(key: string, cause: unknown) {
    super(`The chain refuses "${key}": ${messageOf(cause)}`, { code: "transaction_reverted", status: 409, cause });
    this.name = "RevertError";
  }
}

/** Whether a fault, or every one of several, is a refusal by the chain. */
export const isRefusal = (error: unknown): boolean =>
  error instanceof AggregateError
    ? error.errors.length > 0 && error.errors.every(isRefusal)
    : error instanceof RevertError;

const timeOf = (seconds: number): string => new Date(seconds * 1000).toISOString();

/** A call whose deadline passed: `deadline_passed` when it was never signed, `transaction_cancelled` when it was. */
export class DeadlineError extends AssayError {
  constructor(code: "deadline_passed" | "transaction_cancelled", key: string, deadline: number | undefined) {
    const when = deadline === undefined ? "" : ` of ${timeOf(deadline)}`;
    super(
      code === "deadline_passed"
        ? `"${key}" was not sent: its deadline${when} is over. Nothing was paid; do it earlier next time.`
        : `"${key}" was cancelled: it was not mined before its deadline${when}. See the log for the reason (fees, RPC).`,
      { code, status: 409 },
    );
    this.name = "DeadlineError";
  }
}
