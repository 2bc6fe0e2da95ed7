import type { admissionAbi } from "../../abi.ts";
import * as admission from "../../calls/admission.ts";
import type { CallParameters } from "../../calls/call.ts";
import { type AssayWallet, type EventArgs, type Sent, transactFor } from "../transaction.ts";

/** Parameters of {@link signalBadKey}. */
export type SignalBadKeyParameters = CallParameters<typeof admission.signalBadKey>;

/** BadKeySignalled's arguments and the transaction. */
export type SignalBadKeyReturnType = Sent<EventArgs<typeof admissionAbi, "BadKeySignalled">>;

/** Says that the caller's wrapped key does not open its batch, and gives the seat up. */
export async function signalBadKey(
  client: AssayWallet,
  parameters: SignalBadKeyParameters,
): Promise<SignalBadKeyReturnType> {
  return transactFor(client, admission.signalBadKey(parameters.deployment, parameters), "BadKeySignalled");
}
