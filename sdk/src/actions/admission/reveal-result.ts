import type { admissionAbi } from "../../abi.ts";
import * as admission from "../../calls/admission.ts";
import type { CallParameters } from "../../calls/call.ts";
import { type AssayWallet, type EventArgs, type Sent, transactFor } from "../transaction.ts";

/** Parameters of {@link revealResult}. */
export type RevealResultParameters = CallParameters<typeof admission.reveal>;

/** Revealed's arguments and the transaction. */
export type RevealResultReturnType = Sent<EventArgs<typeof admissionAbi, "Revealed">>;

/** Opens a seat's commitment and names its evidence. */
export async function revealResult(
  client: AssayWallet,
  parameters: RevealResultParameters,
): Promise<RevealResultReturnType> {
  return transactFor(client, admission.reveal(parameters.deployment, parameters), "Revealed");
}
