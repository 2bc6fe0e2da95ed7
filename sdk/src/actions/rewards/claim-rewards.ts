import type { rewardDistributorAbi } from "../../abi.ts";
import type { CallParameters } from "../../calls/call.ts";
import * as rewards from "../../calls/rewards.ts";
import { type AssayWallet, type EventArgs, type Sent, transactFor } from "../transaction.ts";

/** Parameters of {@link claimRewards}. */
export type ClaimRewardsParameters = CallParameters<typeof rewards.claim>;

/** Claimed's arguments and the transaction. */
export type ClaimRewardsReturnType = Sent<EventArgs<typeof rewardDistributorAbi, "Claimed">>;

/** Claims the increase of `account` under the newest final epoch. Anyone may call; the account is paid. */
export async function claimRewards(
  client: AssayWallet,
  parameters: ClaimRewardsParameters,
): Promise<ClaimRewardsReturnType> {
  return transactFor(client, rewards.claim(parameters.deployment, parameters), "Claimed");
}
