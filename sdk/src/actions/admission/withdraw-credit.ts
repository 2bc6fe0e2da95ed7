import type { admissionAbi } from "../../abi.ts";
import * as admission from "../../calls/admission.ts";
import type { CallParameters } from "../../calls/call.ts";
import { type AssayWallet, type EventArgs, type Sent, transactFor } from "../transaction.ts";

/** Parameters of {@link withdrawCredit}. */
export type WithdrawCreditParameters = CallParameters<typeof admission.withdrawCredit>;

/** CreditWithdrawn's arguments and the transaction. */
export type WithdrawCreditReturnType = Sent<EventArgs<typeof admissionAbi, "CreditWithdrawn">>;

/** Pulls the caller's seat fees, tips and refunds. */
export async function withdrawCredit(
  client: AssayWallet,
  parameters: WithdrawCreditParameters,
): Promise<WithdrawCreditReturnType> {
  return transactFor(client, admission.withdrawCredit(parameters.deployment), "CreditWithdrawn");
}
