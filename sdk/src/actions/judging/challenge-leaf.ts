import { encodeFunctionData, type Hex } from "viem";
import { leafChallengesAbi } from "../../abi.ts";
import type { Deployment } from "../../deployment.ts";
import type { TrialPath } from "../../hashing/transcript-proofs.ts";
import { approveIfNeeded } from "../token/approve-if-needed.ts";
import { type AssayWallet, type EventArgs, eventOf, type Sent, transact } from "../transaction.ts";

/** Parameters of {@link challengeLeaf}. */
export type ChallengeLeafParameters = {
  deployment: Deployment;
  roundId: bigint;
  seat: number;
  slot: number;
  position: number;
  /** the trial and its way to what the seat revealed: trialPath of hashing */
  trial: { promptHash: Hex; outIdsHash: Hex; answerHash: Hex };
  path: TrialPath;
  /** what the jurors are to look at; may be empty */
  evidenceCid: string;
  /** challengeBond of the round's parameter set, token wei */
  bond: bigint;
};

/** ChallengeOpened's arguments and the transaction. */
export type ChallengeLeafReturnType = Sent<EventArgs<typeof leafChallengesAbi, "ChallengeOpened">>;

/** Asks a jury whether the model produced one trial of a seat, approving the bond first if needed. */
export async function challengeLeaf(
  client: AssayWallet,
  parameters: ChallengeLeafParameters,
): Promise<ChallengeLeafReturnType> {
  const { deployment, roundId, seat, slot, position, trial, path, evidenceCid, bond } = parameters;
  const address = deployment.addresses.challenges;
  await approveIfNeeded(client, { deployment, spender: address, amount: bond });
  const data = encodeFunctionData({
    abi: leafChallengesAbi,
    functionName: "challenge",
    args: [{ roundId, seat, slot, position }, trial, path, evidenceCid],
  });
  return eventOf(await transact(client, address, data), {
    address,
    abi: leafChallengesAbi,
    eventName: "ChallengeOpened",
  });
}
