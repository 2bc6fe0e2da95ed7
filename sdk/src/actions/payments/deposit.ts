import type { paymentsAbi } from "../../abi.ts";
import type { CallParameters } from "../../calls/call.ts";
import * as payments from "../../calls/payments.ts";
import { approveIfNeeded } from "../token/approve-if-needed.ts";
import { type AssayWallet, type EventArgs, type Sent, transactFor } from "../transaction.ts";

/** Parameters of {@link deposit}. */
export type DepositParameters = CallParameters<typeof payments.deposit>;

/** Deposited's arguments and the transaction. */
export type DepositReturnType = Sent<EventArgs<typeof paymentsAbi, "Deposited">>;

/** Adds tokens to the caller's channel to `payee`, approving them first if needed. Cancels an opened withdrawal. */
export async function deposit(client: AssayWallet, parameters: DepositParameters): Promise<DepositReturnType> {
  const { deployment, amount } = parameters;
  const call = payments.deposit(deployment, parameters);
  await approveIfNeeded(client, { deployment, spender: call.address, amount });
  return transactFor(client, call, "Deposited");
}
