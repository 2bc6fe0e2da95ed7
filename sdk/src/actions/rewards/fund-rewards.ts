import { encodeFunctionData, type Hex } from "viem";
import { rewardDistributorAbi } from "../../abi.ts";
import type { Deployment } from "../../deployment.ts";
import { approveIfNeeded } from "../token/approve-if-needed.ts";
import { type AssayWallet, type EventArgs, eventOf, type Sent, transact } from "../transaction.ts";

/** Parameters of {@link fundRewards}. */
export type FundRewardsParameters = {
  deployment: Deployment;
  /** token wei */
  amount: bigint;
  /** keccak256 of statement.json */
  statementHash: Hex;
  statementCid: string;
};

/** FeesFunded's arguments and the transaction. */
export type FundRewardsReturnType = Sent<EventArgs<typeof rewardDistributorAbi, "FeesFunded">>;

/** Pays protocol fees in, approving them first if needed; the statement says which models they come from. */
export async function fundRewards(
  client: AssayWallet,
  parameters: FundRewardsParameters,
): Promise<FundRewardsReturnType> {
  const { deployment, amount, statementHash, statementCid } = parameters;
  const address = deployment.addresses.rewards;
  await approveIfNeeded(client, { deployment, spender: address, amount });
  const data = encodeFunctionData({
    abi: rewardDistributorAbi,
    functionName: "fund",
    args: [amount, statementHash, statementCid],
  });
  return eventOf(await transact(client, address, data), {
    address,
    abi: rewardDistributorAbi,
    eventName: "FeesFunded",
  });
}
