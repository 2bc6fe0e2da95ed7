import type { admissionAbi } from "../../abi.ts";
import * as admission from "../../calls/admission.ts";
import type { CallParameters } from "../../calls/call.ts";
import { type AssayWallet, type EventArgs, type Sent, transactFor } from "../transaction.ts";

/** Parameters of {@link postKeys}. */
export type PostKeysParameters = CallParameters<typeof admission.postKeys>;

/** KeysPosted's arguments and the transaction. */
export type PostKeysReturnType = Sent<EventArgs<typeof admissionAbi, "KeysPosted">>;

/** Posts the batch key, wrapped to each seat in seat order. Only the custodian of the exam datanet. */
export async function postKeys(client: AssayWallet, parameters: PostKeysParameters): Promise<PostKeysReturnType> {
  return transactFor(client, admission.postKeys(parameters.deployment, parameters), "KeysPosted");
}
