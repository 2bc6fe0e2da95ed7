import { encodeFunctionData } from "viem";
import { rewardDistributorAbi } from "../../abi.ts";
import type { Deployment } from "../../deployment.ts";
import { type AssayWallet, type EventArgs, eventOf, type Sent, transact } from "../transaction.ts";

/** Parameters of {@link withdrawRewardCredit}. */
export type WithdrawRewardCreditParameters = { deployment: Deployment };

/** CreditWithdrawn's arguments and the transaction. */
export type WithdrawRewardCreditReturnType = Sent<EventArgs<typeof rewardDistributorAbi, "CreditWithdrawn">>;

/** Takes the bounties and bonds that discards and objections left the caller. */
export async function withdrawRewardCredit(
  client: AssayWallet,
  parameters: WithdrawRewardCreditParameters,
): Promise<WithdrawRewardCreditReturnType> {
  const address = parameters.deployment.addresses.rewards;
  const data = encodeFunctionData({ abi: rewardDistributorAbi, functionName: "withdrawCredit" });
  return eventOf(await transact(client, address, data), {
    address,
    abi: rewardDistributorAbi,
    eventName: "CreditWithdrawn",
  });
}
