import type { paymentsAbi } from "../../abi.ts";
import type { CallParameters } from "../../calls/call.ts";
import * as payments from "../../calls/payments.ts";
import { type AssayWallet, type EventArgs, type Sent, transactFor } from "../transaction.ts";

/** Parameters of {@link openWithdrawal}. */
export type OpenWithdrawalParameters = CallParameters<typeof payments.openWithdrawal>;

/** WithdrawalOpened's arguments and the transaction. */
export type OpenWithdrawalReturnType = Sent<EventArgs<typeof paymentsAbi, "WithdrawalOpened">>;

/** Starts the withdrawal delay of the caller's channel; gateways then stop serving it and redeem. */
export async function openWithdrawal(
  client: AssayWallet,
  parameters: OpenWithdrawalParameters,
): Promise<OpenWithdrawalReturnType> {
  return transactFor(client, payments.openWithdrawal(parameters.deployment, parameters), "WithdrawalOpened");
}
