import type { Address } from "viem";
import { leafChallengesAbi } from "../abi.ts";
import type { Deployment } from "../deployment.ts";
import type { LeafRef, TrialHashesInput, TrialPathInput } from "./availability.ts";

/** Asks a jury to run one trial again, with a bond that must be approved before. Reverts with NotOfThisSeat. */
export function challenge(
  deployment: Deployment,
  {
    leaf,
    trial,
    path,
    evidenceCid,
  }: { leaf: LeafRef; trial: TrialHashesInput; path: TrialPathInput; evidenceCid: string },
) {
  return {
    address: deployment.addresses.challenges,
    abi: leafChallengesAbi,
    functionName: "challenge",
    args: [leaf, trial, path, evidenceCid],
  } as const;
}

/** Acts on the jury's verdict once it closed the case. Anyone. */
export function settle(deployment: Deployment, { challengeId }: { challengeId: bigint }) {
  return {
    address: deployment.addresses.challenges,
    abi: leafChallengesAbi,
    functionName: "settle",
    args: [challengeId],
  } as const;
}

/** Pays the caller the bonds and bounties of its challenges. */
export function withdrawCredit(deployment: Deployment) {
  return { address: deployment.addresses.challenges, abi: leafChallengesAbi, functionName: "withdrawCredit" } as const;
}

/** Token wei an account can take with withdrawCredit. */
export function creditOf(deployment: Deployment, { account }: { account: Address }) {
  return {
    address: deployment.addresses.challenges,
    abi: leafChallengesAbi,
    functionName: "creditOf",
    args: [account],
  } as const;
}
