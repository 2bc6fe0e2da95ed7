import { encodeFunctionData, type Hex } from "viem";
import { rewardDistributorAbi } from "../../abi.ts";
import type { Deployment } from "../../deployment.ts";
import type { RewardSumNode } from "../../hashing/reward-trees.ts";
import { readParams } from "../params/read-params.ts";
import { approveIfNeeded } from "../token/approve-if-needed.ts";
import { type AssayWallet, type EventArgs, eventOf, type Sent, transact } from "../transaction.ts";

/** Parameters of {@link postEpoch}. */
export type PostEpochParameters = {
  deployment: Deployment;
  /** top of the claim tree */
  top: Hex;
  /** children of the sum tree's root; the total is the sum of both */
  left: RewardSumNode;
  right: RewardSumNode;
  /** levels of both trees */
  depth: number;
  /** block whose state the epoch was computed from, at most 256 blocks ago */
  asOfBlock: bigint;
  /** keccak256 of epoch.json */
  attributionHash: Hex;
  cid: string;
};

/** EpochPosted's arguments and the transaction. */
export type PostEpochReturnType = Sent<EventArgs<typeof rewardDistributorAbi, "EpochPosted">>;

/** Posts the next reward epoch with its bond, once the one before is final. It must pay more than that one. */
export async function postEpoch(client: AssayWallet, parameters: PostEpochParameters): Promise<PostEpochReturnType> {
  const { deployment, ...input } = parameters;
  const address = deployment.addresses.rewards;
  const { epochBond } = await readParams(client, { deployment });
  await approveIfNeeded(client, { deployment, spender: address, amount: epochBond });
  const data = encodeFunctionData({
    abi: rewardDistributorAbi,
    functionName: "postEpoch",
    args: [input],
  });
  return eventOf(await transact(client, address, data), {
    address,
    abi: rewardDistributorAbi,
    eventName: "EpochPosted",
  });
}
