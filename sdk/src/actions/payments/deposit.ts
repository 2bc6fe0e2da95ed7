import { type Address, encodeFunctionData } from "viem";
import { paymentsAbi } from "../../abi.ts";
import type { Deployment } from "../../deployment.ts";
import { approveIfNeeded } from "../token/approve-if-needed.ts";
import { type AssayWallet, type EventArgs, eventOf, type Sent, transact } from "../transaction.ts";

/** Parameters of {@link deposit}. */
export type DepositParameters = {
  deployment: Deployment;
  payee: Address;
  /** token wei */
  amount: bigint;
};

/** Deposited's arguments and the transaction. */
export type DepositReturnType = Sent<EventArgs<typeof paymentsAbi, "Deposited">>;

/** Adds tokens to the caller's channel to `payee`, approving them first if needed. Cancels an opened withdrawal. */
export async function deposit(client: AssayWallet, parameters: DepositParameters): Promise<DepositReturnType> {
  const { deployment, payee, amount } = parameters;
  const address = deployment.addresses.payments;
  await approveIfNeeded(client, { deployment, spender: address, amount });
  const data = encodeFunctionData({
    abi: paymentsAbi,
    functionName: "deposit",
    args: [payee, deployment.addresses.token, amount],
  });
  return eventOf(await transact(client, address, data), { address, abi: paymentsAbi, eventName: "Deposited" });
}
