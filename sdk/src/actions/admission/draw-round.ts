import type { admissionAbi } from "../../abi.ts";
import * as admission from "../../calls/admission.ts";
import type { CallParameters } from "../../calls/call.ts";
import { type AssayWallet, type EventArgs, type Sent, transactFor } from "../transaction.ts";

/** Parameters of {@link drawRound}. */
export type DrawRoundParameters = CallParameters<typeof admission.draw>;

/** RoundDrawn's arguments and the transaction. */
export type DrawRoundReturnType = Sent<EventArgs<typeof admissionAbi, "RoundDrawn">>;

/** Fixes the exam batch and the seats by the seed of an epoch after the opening's. Anyone; paid a tip. */
export async function drawRound(client: AssayWallet, parameters: DrawRoundParameters): Promise<DrawRoundReturnType> {
  return transactFor(client, admission.draw(parameters.deployment, parameters), "RoundDrawn");
}
