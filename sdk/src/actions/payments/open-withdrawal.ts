import { type Address, encodeFunctionData } from "viem";
import { paymentsAbi } from "../../abi.ts";
import type { Deployment } from "../../deployment.ts";
import { type AssayWallet, type EventArgs, eventOf, type Sent, transact } from "../transaction.ts";

/** Parameters of {@link openWithdrawal}. */
export type OpenWithdrawalParameters = {
  deployment: Deployment;
  payee: Address;
};

/** WithdrawalOpened's arguments and the transaction. */
export type OpenWithdrawalReturnType = Sent<EventArgs<typeof paymentsAbi, "WithdrawalOpened">>;

/** Starts the withdrawal delay of the caller's channel; gateways then stop serving it and redeem. */
export async function openWithdrawal(
  client: AssayWallet,
  parameters: OpenWithdrawalParameters,
): Promise<OpenWithdrawalReturnType> {
  const { deployment, payee } = parameters;
  const address = deployment.addresses.payments;
  const data = encodeFunctionData({
    abi: paymentsAbi,
    functionName: "openWithdrawal",
    args: [payee, deployment.addresses.token],
  });
  return eventOf(await transact(client, address, data), { address, abi: paymentsAbi, eventName: "WithdrawalOpened" });
}
