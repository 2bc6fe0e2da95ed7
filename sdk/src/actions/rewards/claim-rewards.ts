import { type Address, encodeFunctionData, type Hex } from "viem";
import { rewardDistributorAbi } from "../../abi.ts";
import type { Deployment } from "../../deployment.ts";
import { type AssayWallet, type EventArgs, eventOf, type Sent, transact } from "../transaction.ts";

/** Parameters of {@link claimRewards}. */
export type ClaimRewardsParameters = {
  deployment: Deployment;
  account: Address;
  /** the account's place in the tree */
  index: bigint;
  /** of the account's leaf, token wei */
  cumulative: bigint;
  proof: readonly Hex[];
};

/** Claimed's arguments and the transaction. */
export type ClaimRewardsReturnType = Sent<EventArgs<typeof rewardDistributorAbi, "Claimed">>;

/** Claims the increase of `account` under the newest final epoch. Anyone may call; the account is paid. */
export async function claimRewards(
  client: AssayWallet,
  parameters: ClaimRewardsParameters,
): Promise<ClaimRewardsReturnType> {
  const { deployment, account, index, cumulative, proof } = parameters;
  const address = deployment.addresses.rewards;
  const data = encodeFunctionData({
    abi: rewardDistributorAbi,
    functionName: "claim",
    args: [account, index, cumulative, proof],
  });
  return eventOf(await transact(client, address, data), { address, abi: rewardDistributorAbi, eventName: "Claimed" });
}
