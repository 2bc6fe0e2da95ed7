import type { rewardDistributorAbi } from "../../abi.ts";
import type { CallParameters } from "../../calls/call.ts";
import * as rewards from "../../calls/rewards.ts";
import { type AssayWallet, type EventArgs, type Sent, transactFor } from "../transaction.ts";

/** Parameters of {@link settleObjection}. */
export type SettleObjectionParameters = CallParameters<typeof rewards.settleObjection>;

/** ObjectionSettled's arguments and the transaction. */
export type SettleObjectionReturnType = Sent<EventArgs<typeof rewardDistributorAbi, "ObjectionSettled">>;

/** Acts on what the jury decided about an epoch; anyone, once its case is closed. */
export async function settleObjection(
  client: AssayWallet,
  parameters: SettleObjectionParameters,
): Promise<SettleObjectionReturnType> {
  return transactFor(client, rewards.settleObjection(parameters.deployment, parameters), "ObjectionSettled");
}
