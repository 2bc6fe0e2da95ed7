import type { rewardDistributorAbi } from "../../abi.ts";
import type { CallParameters } from "../../calls/call.ts";
import * as rewards from "../../calls/rewards.ts";
import { type AssayWallet, type EventArgs, type Sent, transactFor } from "../transaction.ts";

/** Parameters of {@link withdrawRewardCredit}. */
export type WithdrawRewardCreditParameters = CallParameters<typeof rewards.withdrawCredit>;

/** CreditWithdrawn's arguments and the transaction. */
export type WithdrawRewardCreditReturnType = Sent<EventArgs<typeof rewardDistributorAbi, "CreditWithdrawn">>;

/** Takes the bounties and bonds that discards and objections left the caller. */
export async function withdrawRewardCredit(
  client: AssayWallet,
  parameters: WithdrawRewardCreditParameters,
): Promise<WithdrawRewardCreditReturnType> {
  return transactFor(client, rewards.withdrawCredit(parameters.deployment), "CreditWithdrawn");
}
