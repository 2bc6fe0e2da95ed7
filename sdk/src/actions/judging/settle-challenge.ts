import { encodeFunctionData } from "viem";
import { leafChallengesAbi } from "../../abi.ts";
import type { Deployment } from "../../deployment.ts";
import { type AssayWallet, type EventArgs, eventOf, type Sent, transact } from "../transaction.ts";

/** Parameters of {@link settleChallenge}. */
export type SettleChallengeParameters = {
  deployment: Deployment;
  challengeId: bigint;
};

/** ChallengeSettled's arguments and the transaction. */
export type SettleChallengeReturnType = Sent<EventArgs<typeof leafChallengesAbi, "ChallengeSettled">>;

/** Acts on the jury's verdict once it closed the case. Anyone. */
export async function settleChallenge(
  client: AssayWallet,
  parameters: SettleChallengeParameters,
): Promise<SettleChallengeReturnType> {
  const { deployment, challengeId } = parameters;
  const address = deployment.addresses.challenges;
  const data = encodeFunctionData({ abi: leafChallengesAbi, functionName: "settle", args: [challengeId] });
  return eventOf(await transact(client, address, data), {
    address,
    abi: leafChallengesAbi,
    eventName: "ChallengeSettled",
  });
}
