import type { leafChallengesAbi } from "../../abi.ts";
import type { CallParameters } from "../../calls/call.ts";
import * as challenges from "../../calls/challenges.ts";
import { readParams } from "../params/read-params.ts";
import { approveIfNeeded } from "../token/approve-if-needed.ts";
import { type AssayWallet, type EventArgs, type Sent, transactFor } from "../transaction.ts";

/** Parameters of {@link challengeLeaf}. */
export type ChallengeLeafParameters = CallParameters<typeof challenges.challenge>;

/** ChallengeOpened's arguments and the transaction. */
export type ChallengeLeafReturnType = Sent<EventArgs<typeof leafChallengesAbi, "ChallengeOpened">>;

/** Asks a jury to run one trial again, with a bond. Anyone with the path. */
export async function challengeLeaf(
  client: AssayWallet,
  parameters: ChallengeLeafParameters,
): Promise<ChallengeLeafReturnType> {
  const { deployment } = parameters;
  const { challengeBond } = await readParams(client, { deployment });
  const call = challenges.challenge(deployment, parameters);
  await approveIfNeeded(client, { deployment, spender: call.address, amount: challengeBond });
  return transactFor(client, call, "ChallengeOpened");
}
