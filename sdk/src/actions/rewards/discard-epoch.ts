import type { rewardDistributorAbi } from "../../abi.ts";
import * as rewards from "../../calls/rewards.ts";
import type { Deployment } from "../../deployment.ts";
import type { Discard } from "../../hashing/discards.ts";
import { type AssayWallet, type EventArgs, type Sent, transactFor } from "../transaction.ts";

/** Parameters of {@link discardEpoch}. */
export type DiscardEpochParameters = {
  deployment: Deployment;
  /** what findDiscard found */
  discard: Discard;
};

/** EpochDiscarded's arguments and the transaction. */
export type DiscardEpochReturnType = Sent<EventArgs<typeof rewardDistributorAbi, "EpochDiscarded">>;

/** Proves the pending reward epoch wrong. Half of its bond becomes the caller's credit, see {@link withdrawRewardCredit}. */
export async function discardEpoch(
  client: AssayWallet,
  parameters: DiscardEpochParameters,
): Promise<DiscardEpochReturnType> {
  const { deployment, discard } = parameters;
  return transactFor(client, rewards.discard(deployment, discard), "EpochDiscarded");
}
