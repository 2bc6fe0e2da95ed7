import { type Address, encodeFunctionData } from "viem";
import { paymentsAbi } from "../../abi.ts";
import type { Deployment } from "../../deployment.ts";
import { type AssayWallet, type EventArgs, eventOf, type Sent, transact } from "../transaction.ts";

/** Parameters of {@link withdrawChannel}. */
export type WithdrawChannelParameters = {
  deployment: Deployment;
  payee: Address;
};

/** ChannelWithdrawn's arguments and the transaction. */
export type WithdrawChannelReturnType = Sent<EventArgs<typeof paymentsAbi, "ChannelWithdrawn">>;

/** Takes what was not redeemed, once the delay is over. */
export async function withdrawChannel(
  client: AssayWallet,
  parameters: WithdrawChannelParameters,
): Promise<WithdrawChannelReturnType> {
  const { deployment, payee } = parameters;
  const address = deployment.addresses.payments;
  const data = encodeFunctionData({
    abi: paymentsAbi,
    functionName: "withdraw",
    args: [payee, deployment.addresses.token],
  });
  return eventOf(await transact(client, address, data), { address, abi: paymentsAbi, eventName: "ChannelWithdrawn" });
}
