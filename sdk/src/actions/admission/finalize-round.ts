import type { admissionAbi } from "../../abi.ts";
import * as admission from "../../calls/admission.ts";
import type { CallParameters } from "../../calls/call.ts";
import { type AssayWallet, type EventArgs, type Sent, transactFor } from "../transaction.ts";

/** Parameters of {@link finalizeRound}. */
export type FinalizeRoundParameters = CallParameters<typeof admission.finalize>;

/** RoundFinalized's arguments and the transaction. */
export type FinalizeRoundReturnType = Sent<EventArgs<typeof admissionAbi, "RoundFinalized">>;

/** Decides a round from the revealed results. Anyone; paid a fixed tip. */
export async function finalizeRound(
  client: AssayWallet,
  parameters: FinalizeRoundParameters,
): Promise<FinalizeRoundReturnType> {
  return transactFor(client, admission.finalize(parameters.deployment, parameters), "RoundFinalized");
}
