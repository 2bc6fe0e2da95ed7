import type { Address } from "viem";
import { getBlock } from "viem/actions";
import type { paymentsAbi } from "../../abi.ts";
import * as payments from "../../calls/payments.ts";
import type { Deployment } from "../../deployment.ts";
import { type AssayWallet, type EventArgs, type Sent, transactFor } from "../transaction.ts";
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
  const spender = deployment.addresses.payments;
  const deadline = parameters.deadline ?? (await getBlock(client)).timestamp + PERMIT_SECONDS;
  const permit = await signPermit(client, { deployment, spender, amount, deadline });
  const call = payments.depositWithPermit(deployment, { payee, amount, deadline, ...permit });
  return transactFor(client, call, "Deposited");
}
