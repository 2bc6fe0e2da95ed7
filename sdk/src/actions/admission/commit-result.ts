import type { admissionAbi } from "../../abi.ts";
import * as admission from "../../calls/admission.ts";
import type { CallParameters } from "../../calls/call.ts";
import { type AssayWallet, type EventArgs, type Sent, transactFor } from "../transaction.ts";

/** Parameters of {@link commitResult}. */
export type CommitResultParameters = CallParameters<typeof admission.commit>;

/** Committed's arguments and the transaction. */
export type CommitResultReturnType = Sent<EventArgs<typeof admissionAbi, "Committed">>;

/** Commits to a seat's result; see commitmentHash. */
export async function commitResult(
  client: AssayWallet,
  parameters: CommitResultParameters,
): Promise<CommitResultReturnType> {
  return transactFor(client, admission.commit(parameters.deployment, parameters), "Committed");
}
