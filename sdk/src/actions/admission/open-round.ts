import type { admissionAbi } from "../../abi.ts";
import * as admission from "../../calls/admission.ts";
import type { CallParameters } from "../../calls/call.ts";
import { approveIfNeeded } from "../token/approve-if-needed.ts";
import { type AssayWallet, type EventArgs, type Sent, transactFor } from "../transaction.ts";

/** Parameters of {@link openRound}. */
export type OpenRoundParameters = CallParameters<typeof admission.openRound>;

/** RoundOpened's arguments and the transaction. */
export type OpenRoundReturnType = Sent<EventArgs<typeof admissionAbi, "RoundOpened">>;

/**
 * Opens a round for the caller's model, approving the fee first if needed. The fee doubles with each attempt in the
 * window; `maxFee` is the most the caller pays.
 */
export async function openRound(client: AssayWallet, parameters: OpenRoundParameters): Promise<OpenRoundReturnType> {
  const { deployment, maxFee } = parameters;
  const call = admission.openRound(deployment, parameters);
  await approveIfNeeded(client, { deployment, spender: call.address, amount: maxFee });
  return transactFor(client, call, "RoundOpened");
}
