import type { rewardDistributorAbi } from "../../abi.ts";
import type { CallParameters } from "../../calls/call.ts";
import * as rewards from "../../calls/rewards.ts";
import { approveIfNeeded } from "../token/approve-if-needed.ts";
import { type AssayWallet, type EventArgs, type Sent, transactFor } from "../transaction.ts";

/** Parameters of {@link fundRewards}. */
export type FundRewardsParameters = CallParameters<typeof rewards.fund>;

/** FeesFunded's arguments and the transaction. */
export type FundRewardsReturnType = Sent<EventArgs<typeof rewardDistributorAbi, "FeesFunded">>;

/** Pays protocol fees in, approving them first if needed; the statement says which models they come from. */
export async function fundRewards(
  client: AssayWallet,
  parameters: FundRewardsParameters,
): Promise<FundRewardsReturnType> {
  const { deployment, amount } = parameters;
  const call = rewards.fund(deployment, parameters);
  await approveIfNeeded(client, { deployment, spender: call.address, amount });
  return transactFor(client, call, "FeesFunded");
}
