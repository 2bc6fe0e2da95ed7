import { encodeFunctionData } from "viem";
import { admissionAbi } from "../../abi.ts";
import type { Deployment } from "../../deployment.ts";
import { type AssayWallet, type EventArgs, eventOf, type Sent, transact } from "../transaction.ts";

/** Parameters of {@link withdrawCredit}. */
export type WithdrawCreditParameters = { deployment: Deployment };

/** CreditWithdrawn's arguments and the transaction. */
export type WithdrawCreditReturnType = Sent<EventArgs<typeof admissionAbi, "CreditWithdrawn">>;

/** Pulls the caller's seat fees, tips and refunds. */
export async function withdrawCredit(
  client: AssayWallet,
  parameters: WithdrawCreditParameters,
): Promise<WithdrawCreditReturnType> {
  const { deployment } = parameters;
  const address = deployment.addresses.admission;
  const data = encodeFunctionData({ abi: admissionAbi, functionName: "withdrawCredit" });
  return eventOf(await transact(client, address, data), { address, abi: admissionAbi, eventName: "CreditWithdrawn" });
}
