import type { stakeManagerAbi } from "../../abi.ts";
import type { CallParameters } from "../../calls/call.ts";
import * as stake from "../../calls/stake.ts";
import { type AssayWallet, type EventArgs, type Sent, transactFor } from "../transaction.ts";

/** Parameters of {@link unstakeModel}. */
export type UnstakeModelParameters = CallParameters<typeof stake.unstakeModel>;

/** ModelUnstaked's arguments and the transaction. */
export type UnstakeModelReturnType = Sent<EventArgs<typeof stakeManagerAbi, "ModelUnstaked">>;

/** Starts the exit of stake from a model that is in no open round. Only its publisher. */
export async function unstakeModel(
  client: AssayWallet,
  parameters: UnstakeModelParameters,
): Promise<UnstakeModelReturnType> {
  return transactFor(client, stake.unstakeModel(parameters.deployment, parameters), "ModelUnstaked");
}
