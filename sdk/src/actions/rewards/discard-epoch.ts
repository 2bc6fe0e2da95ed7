import { encodeFunctionData } from "viem";
import { rewardDistributorAbi } from "../../abi.ts";
import type { Deployment } from "../../deployment.ts";
import type { Discard } from "../../hashing/discards.ts";
import { type AssayWallet, type EventArgs, eventOf, type Sent, transact } from "../transaction.ts";

/** Parameters of {@link discardEpoch}. */
export type DiscardEpochParameters = {
  deployment: Deployment;
  /** what findDiscard found */
  discard: Discard;
};

/** EpochDiscarded's arguments and the transaction. */
export type DiscardEpochReturnType = Sent<EventArgs<typeof rewardDistributorAbi, "EpochDiscarded">>;

/** Proves the pending epoch wrong. Half of its bond becomes the caller's credit, see {@link withdrawRewardCredit}. */
export async function discardEpoch(
  client: AssayWallet,
  parameters: DiscardEpochParameters,
): Promise<DiscardEpochReturnType> {
  const { deployment, discard } = parameters;
  const address = deployment.addresses.rewards;
  const data = encodeFunctionData({ abi: rewardDistributorAbi, ...discard });
  return eventOf(await transact(client, address, data), {
    address,
    abi: rewardDistributorAbi,
    eventName: "EpochDiscarded",
  });
}
