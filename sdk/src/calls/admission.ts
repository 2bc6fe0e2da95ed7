import type { Address, ContractFunctionArgs, Hex } from "viem";
import { admissionAbi } from "../abi.ts";
import type { Deployment } from "../deployment.ts";
import type { RootNode } from "../hashing/transcript.ts";

/** One seat's revealed result; see IAdmission.SeatResult. */
export type SeatResult = ContractFunctionArgs<typeof admissionAbi, "nonpayable", "finalize">[1][number];

/** Opens a round for the caller's model, which pays the fee. Reverts with StakeTooLow, InsufficientBond or FeeTooLow. */
export function openRound(
  deployment: Deployment,
  {
    modelId,
    maxFee,
  }: {
    modelId: bigint;
    /** token wei: the most the caller pays */
    maxFee: bigint;
  },
) {
  return {
    address: deployment.addresses.admission,
    abi: admissionAbi,
    functionName: "openRound",
    args: [modelId, maxFee],
  } as const;
}

/** Fixes the exam batch and the seats by the seed of an epoch after the opening's. Anyone; paid a tip. */
export function draw(deployment: Deployment, { roundId }: { roundId: bigint }) {
  return { address: deployment.addresses.admission, abi: admissionAbi, functionName: "draw", args: [roundId] } as const;
}

/** Posts the batch key, wrapped to each seat. Only the custodian of the exam's datanet. */
export function postKeys(
  deployment: Deployment,
  {
    roundId,
    wraps,
  }: {
    roundId: bigint;
    /** the batch key for each seat, in seat order */
    wraps: readonly Hex[];
  },
) {
  return {
    address: deployment.addresses.admission,
    abi: admissionAbi,
    functionName: "postKeys",
    args: [roundId, wraps],
  } as const;
}

/** Says that a seat's wrapped key does not open its batch, and gives the seat up. Only the seat. */
export function signalBadKey(deployment: Deployment, { roundId, seat }: { roundId: bigint; seat: number }) {
  return {
    address: deployment.addresses.admission,
    abi: admissionAbi,
    functionName: "signalBadKey",
    args: [roundId, seat],
  } as const;
}

/** Commits to a seat's result. Only the seat, within the commit window. */
export function commit(
  deployment: Deployment,
  {
    roundId,
    seat,
    commitment,
  }: {
    roundId: bigint;
    seat: number;
    /** commitmentHash of the result */
    commitment: Hex;
  },
) {
  return {
    address: deployment.addresses.admission,
    abi: admissionAbi,
    functionName: "commit",
    args: [roundId, seat, commitment],
  } as const;
}

/** Opens a seat's commitment and names its evidence. Reverts with BadReveal if it is not what was committed. */
export function reveal(
  deployment: Deployment,
  {
    roundId,
    seat,
    rootNode,
    salt,
    transcriptCid,
    reportCid,
  }: {
    roundId: bigint;
    seat: number;
    /** the transcript's root by its two children */
    rootNode: RootNode;
    salt: Hex;
    transcriptCid: string;
    reportCid: string;
  },
) {
  return {
    address: deployment.addresses.admission,
    abi: admissionAbi,
    functionName: "reveal",
    args: [roundId, seat, rootNode, salt, transcriptCid, reportCid],
  } as const;
}

/** Decides a round from the revealed results. Anyone; paid a fixed tip. */
export function finalize(
  deployment: Deployment,
  {
    roundId,
    results,
  }: {
    roundId: bigint;
    /** every revealed seat that was not convicted, rising */
    results: readonly SeatResult[];
  },
) {
  return {
    address: deployment.addresses.admission,
    abi: admissionAbi,
    functionName: "finalize",
    args: [roundId, results],
  } as const;
}

/** Voids a round whose draw or keys never came; its fee is refunded. Anyone. */
export function voidRound(deployment: Deployment, { roundId }: { roundId: bigint }) {
  return {
    address: deployment.addresses.admission,
    abi: admissionAbi,
    functionName: "voidRound",
    args: [roundId],
  } as const;
}

/** Takes a model out of service for good. Only its publisher, not during a round. */
export function retire(deployment: Deployment, { modelId }: { modelId: bigint }) {
  return {
    address: deployment.addresses.admission,
    abi: admissionAbi,
    functionName: "retire",
    args: [modelId],
  } as const;
}

/** Marks an admission whose time has run out as suspended. Anyone. */
export function lapse(deployment: Deployment, { modelId }: { modelId: bigint }) {
  return {
    address: deployment.addresses.admission,
    abi: admissionAbi,
    functionName: "lapse",
    args: [modelId],
  } as const;
}

/** Pays the caller's seat fees, tips and refunds out. */
export function withdrawCredit(deployment: Deployment) {
  return { address: deployment.addresses.admission, abi: admissionAbi, functionName: "withdrawCredit" } as const;
}

/** Attempts of the model's publisher, datanet and lineage inside the current window. */
export function attemptsOf(deployment: Deployment, { modelId }: { modelId: bigint }) {
  return {
    address: deployment.addresses.admission,
    abi: admissionAbi,
    functionName: "attemptsOf",
    args: [modelId],
  } as const;
}

/** Token wei an account can take with withdrawCredit. */
export function creditOf(deployment: Deployment, { account }: { account: Address }) {
  return {
    address: deployment.addresses.admission,
    abi: admissionAbi,
    functionName: "creditOf",
    args: [account],
  } as const;
}

/** State of a model by its number in MODEL_STATES. */
export function stateOf(deployment: Deployment, { modelId }: { modelId: bigint }) {
  return {
    address: deployment.addresses.admission,
    abi: admissionAbi,
    functionName: "stateOf",
    args: [modelId],
  } as const;
}

/** Phase of a round at the current block's time, by its number in PHASES. */
export function phaseOf(deployment: Deployment, { roundId }: { roundId: bigint }) {
  return {
    address: deployment.addresses.admission,
    abi: admissionAbi,
    functionName: "phaseOf",
    args: [roundId],
  } as const;
}

/** Unix seconds at which the running phase ends; 0 when it has no end. */
export function phaseEndOf(deployment: Deployment, { roundId }: { roundId: bigint }) {
  return {
    address: deployment.addresses.admission,
    abi: admissionAbi,
    functionName: "phaseEndOf",
    args: [roundId],
  } as const;
}

/** A round as stored: its clock word, its subject and the word of its stakers. */
export function roundOf(deployment: Deployment, { roundId }: { roundId: bigint }) {
  return {
    address: deployment.addresses.admission,
    abi: admissionAbi,
    functionName: "roundOf",
    args: [roundId],
  } as const;
}

/** Who holds a seat and what became of it; the status by its number in SEAT_STATUSES. */
export function seatView(deployment: Deployment, { roundId, seat }: { roundId: bigint; seat: number }) {
  return {
    address: deployment.addresses.admission,
    abi: admissionAbi,
    functionName: "seatView",
    args: [roundId, seat],
  } as const;
}

/** Unix seconds at which the reveals were closed; 0 while they are open. */
export function revealsClosedAt(deployment: Deployment, { roundId }: { roundId: bigint }) {
  return {
    address: deployment.addresses.admission,
    abi: admissionAbi,
    functionName: "revealsClosedAt",
    args: [roundId],
  } as const;
}

/** Whether judges may still act on a round. */
export function isHearing(deployment: Deployment, { roundId }: { roundId: bigint }) {
  return {
    address: deployment.addresses.admission,
    abi: admissionAbi,
    functionName: "isHearing",
    args: [roundId],
  } as const;
}
