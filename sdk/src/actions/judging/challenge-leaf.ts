import { encodeFunctionData } from "viem";
import { leafChallengesAbi } from "../../abi.ts";
import type { Deployment } from "../../deployment.ts";
import { readParams } from "../params/read-params.ts";
import { approveIfNeeded } from "../token/approve-if-needed.ts";
import { type AssayWallet, type EventArgs, eventOf, type Sent, transact } from "../transaction.ts";
import type { LeafRef, TrialHashesInput, TrialPathInput } from "./inputs.ts";

/** Parameters of {@link challengeLeaf}. */
export type ChallengeLeafParameters = {
  deployment: Deployment;
  leaf: LeafRef;
  trial: TrialHashesInput;
  path: TrialPathInput;
  evidenceCid: string;
};

/** ChallengeOpened's arguments and the transaction. */
export type ChallengeLeafReturnType = Sent<EventArgs<typeof leafChallengesAbi, "ChallengeOpened">>;

/** Asks a jury to run one trial again, with a bond. Anyone with the path. */
export async function challengeLeaf(
  client: AssayWallet,
  parameters: ChallengeLeafParameters,
): Promise<ChallengeLeafReturnType> {
  const { deployment, leaf, trial, path, evidenceCid } = parameters;
  const address = deployment.addresses.challenges;
  const { challengeBond } = await readParams(client, { deployment });
  await approveIfNeeded(client, { deployment, spender: address, amount: challengeBond });
  const data = encodeFunctionData({
    abi: leafChallengesAbi,
    functionName: "challenge",
    args: [leaf, trial, path, evidenceCid],
  });
  return eventOf(await transact(client, address, data), {
    address,
    abi: leafChallengesAbi,
    eventName: "ChallengeOpened",
  });
}
