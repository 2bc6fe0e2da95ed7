import type { Address, Hex } from "viem";
import { juryAbi } from "../abi.ts";
import type { Deployment } from "../deployment.ts";

/** Draws a case's jurors by the seed of an epoch after the opening's. Anyone. */
export function draw(deployment: Deployment, { caseId }: { caseId: bigint }) {
  return { address: deployment.addresses.jury, abi: juryAbi, functionName: "draw", args: [caseId] } as const;
}

/** Commits a juror's vote. */
export function commitVote(
  deployment: Deployment,
  {
    caseId,
    juror,
    commitment,
  }: {
    caseId: bigint;
    juror: number;
    /** voteCommitment */
    commitment: Hex;
  },
) {
  return {
    address: deployment.addresses.jury,
    abi: juryAbi,
    functionName: "commitVote",
    args: [caseId, juror, commitment],
  } as const;
}

/** Opens a juror's committed vote. */
export function revealVote(
  deployment: Deployment,
  {
    caseId,
    juror,
    answer,
    margin,
    salt,
  }: {
    caseId: bigint;
    juror: number;
    /** CLEAN or badAnswer */
    answer: Hex;
    /** noisy margin in millionths */
    margin: bigint;
    salt: Hex;
  },
) {
  return {
    address: deployment.addresses.jury,
    abi: juryAbi,
    functionName: "revealVote",
    args: [caseId, juror, answer, margin, salt],
  } as const;
}

/** Counts the votes once all who committed revealed or the time is over. Anyone. */
export function close(deployment: Deployment, { caseId }: { caseId: bigint }) {
  return { address: deployment.addresses.jury, abi: juryAbi, functionName: "close", args: [caseId] } as const;
}

/** Pays the caller what it earned as a juror. */
export function withdrawCredit(deployment: Deployment) {
  return { address: deployment.addresses.jury, abi: juryAbi, functionName: "withdrawCredit" } as const;
}

/** Token wei an account can take with withdrawCredit. */
export function creditOf(deployment: Deployment, { account }: { account: Address }) {
  return { address: deployment.addresses.jury, abi: juryAbi, functionName: "creditOf", args: [account] } as const;
}

/** State of a case by number: none, waiting, voting, revealing, decided, hung. */
export function stateOf(deployment: Deployment, { caseId }: { caseId: bigint }) {
  return { address: deployment.addresses.jury, abi: juryAbi, functionName: "stateOf", args: [caseId] } as const;
}

/** Unix seconds at which commits and reveals of a case end; 0 while not known. */
export function deadlinesOf(deployment: Deployment, { caseId }: { caseId: bigint }) {
  return { address: deployment.addresses.jury, abi: juryAbi, functionName: "deadlinesOf", args: [caseId] } as const;
}
