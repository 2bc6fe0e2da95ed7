import type { Address } from "viem";
import * as admission from "../../calls/admission.ts";
import * as availability from "../../calls/availability.ts";
import * as challenges from "../../calls/challenges.ts";
import * as jury from "../../calls/jury.ts";
import * as rewards from "../../calls/rewards.ts";
import type { Deployment } from "../../deployment.ts";
import { readContract } from "../read.ts";
import type { AssayReader } from "../transaction.ts";

/** Parameters of {@link readCredits}. */
export type ReadCreditsParameters = {
  deployment: Deployment;
  account: Address;
};

/** Token wei by the contract that holds it. */
export type ReadCreditsReturnType = {
  /** Seat fees, tips and refunds of rounds. */
  admission: bigint;
  /** Pay of jurors and bonds of cases. */
  jury: bigint;
  /** Bonds and bounties of challenges. */
  challenges: bigint;
  /** Bonds of demands for trials. */
  availability: bigint;
  /** Bounties and bonds of reward epochs. */
  rewards: bigint;
};

/** What each contract holds for an account until the account takes it. */
export async function readCredits(
  client: AssayReader,
  parameters: ReadCreditsParameters,
): Promise<ReadCreditsReturnType> {
  const { deployment, account } = parameters;
  const [ofAdmission, ofJury, ofChallenges, ofAvailability, ofRewards] = await Promise.all([
    readContract(client, admission.creditOf(deployment, { account })),
    readContract(client, jury.creditOf(deployment, { account })),
    readContract(client, challenges.creditOf(deployment, { account })),
    readContract(client, availability.creditOf(deployment, { account })),
    readContract(client, rewards.creditOf(deployment, { account })),
  ]);
  return {
    admission: ofAdmission,
    jury: ofJury,
    challenges: ofChallenges,
    availability: ofAvailability,
    rewards: ofRewards,
  };
}
