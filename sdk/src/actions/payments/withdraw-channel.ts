import type { paymentsAbi } from "../../abi.ts";
import type { CallParameters } from "../../calls/call.ts";
import * as payments from "../../calls/payments.ts";
import { type AssayWallet, type EventArgs, type Sent, transactFor } from "../transaction.ts";

/** Parameters of {@link withdrawChannel}. */
export type WithdrawChannelParameters = CallParameters<typeof payments.withdraw>;

/** ChannelWithdrawn's arguments and the transaction. */
export type WithdrawChannelReturnType = Sent<EventArgs<typeof paymentsAbi, "ChannelWithdrawn">>;

/** Takes what was not redeemed, once the delay is over. */
export async function withdrawChannel(
  client: AssayWallet,
  parameters: WithdrawChannelParameters,
): Promise<WithdrawChannelReturnType> {
  return transactFor(client, payments.withdraw(parameters.deployment, parameters), "ChannelWithdrawn");
}
