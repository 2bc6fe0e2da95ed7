import type { admissionAbi } from "../../abi.ts";
import * as admission from "../../calls/admission.ts";
import type { CallParameters } from "../../calls/call.ts";
import { type AssayWallet, type EventArgs, type Sent, transactFor } from "../transaction.ts";

/** Parameters of {@link retireModel}. */
export type RetireModelParameters = CallParameters<typeof admission.retire>;

/** ModelStateChanged's arguments and the transaction. */
export type RetireModelReturnType = Sent<EventArgs<typeof admissionAbi, "ModelStateChanged">>;

/** Takes a model out of service for good. Only its publisher, not during a round. */
export async function retireModel(
  client: AssayWallet,
  parameters: RetireModelParameters,
): Promise<RetireModelReturnType> {
  return transactFor(client, admission.retire(parameters.deployment, parameters), "ModelStateChanged");
}
