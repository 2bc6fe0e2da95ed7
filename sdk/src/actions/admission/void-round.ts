import type { admissionAbi } from "../../abi.ts";
import * as admission from "../../calls/admission.ts";
import type { CallParameters } from "../../calls/call.ts";
import { type AssayWallet, type EventArgs, type Sent, transactFor } from "../transaction.ts";

/** Parameters of {@link voidRound}. */
export type VoidRoundParameters = CallParameters<typeof admission.voidRound>;

/** RoundVoided's arguments and the transaction. */
export type VoidRoundReturnType = Sent<EventArgs<typeof admissionAbi, "RoundVoided">>;

/** Voids a round whose keys never came; its fee is refunded. Anyone. */
export async function voidRound(client: AssayWallet, parameters: VoidRoundParameters): Promise<VoidRoundReturnType> {
  return transactFor(client, admission.voidRound(parameters.deployment, parameters), "RoundVoided");
}
