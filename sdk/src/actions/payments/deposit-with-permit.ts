import { type Address, encodeFunctionData } from "viem";
import { getBlock } from "viem/actions";
import { paymentsAbi } from "../../abi.ts";
import type { Deployment } from "../../deployment.ts";
import { type AssayWallet, type EventArgs, eventOf, type Sent, transact } from "../transaction.ts";
import { signPermit } from "./sign-permit.ts";

/** Parameters of {@link depositWithPermit}. */
export type DepositWithPermitParameters = {
  deployment: Deployment;
  payee: Address;
  /** token wei */
  amount: bigint;
  /** unix time in seconds; default one hour after the newest block */
  deadline?: bigint | undefined;
};

/** Deposited's arguments and the transaction. */
export type DepositWithPermitReturnType = Sent<EventArgs<typeof paymentsAbi, "Deposited">>;

const PERMIT_SECONDS = 3600n;

/** Adds to the caller's channel with one signature and one transaction instead of an approval before it. */
export async function depositWithPermit(
  client: AssayWallet,
  parameters: DepositWithPermitParameters,
): Promise<DepositWithPermitReturnType> {
  const { deployment, payee, amount } = parameters;
  const { token, payments: address } = deployment.addresses;
  const deadline = parameters.deadline ?? (await getBlock(client)).timestamp + PERMIT_SECONDS;
  const { v, r, s } = await signPermit(client, { deployment, spender: address, amount, deadline });
  const data = encodeFunctionData({
    abi: paymentsAbi,
    functionName: "depositWithPermit",
    args: [payee, token, amount, deadline, v, r, s],
  });
  return eventOf(await transact(client, address, data), { address, abi: paymentsAbi, eventName: "Deposited" });
}
