import type { Hex } from "viem";
import { auditsAbi } from "../abi.ts";
import type { Deployment } from "../deployment.ts";
import type { TrialHashesInput, TrialPathInput } from "./availability.ts";

/** Fixes the epoch whose seed draws the audited trials. Anyone, once the reveals are closed. */
export function requestAudit(deployment: Deployment, { roundId }: { roundId: bigint }) {
  return {
    address: deployment.addresses.audits,
    abi: auditsAbi,
    functionName: "requestAudit",
    args: [roundId],
  } as const;
}

/** Stores the audits' seed once it is known. Anyone; posting an audit does it too. */
export function drawAudit(deployment: Deployment, { roundId }: { roundId: bigint }) {
  return { address: deployment.addresses.audits, abi: auditsAbi, functionName: "drawAudit", args: [roundId] } as const;
}

/** States that every drawn trial of the audited seat was as revealed. Only its auditor, once. */
export function postAudit(
  deployment: Deployment,
  {
    roundId,
    auditedSeat,
    resultHash,
    cid,
  }: {
    roundId: bigint;
    auditedSeat: number;
    /** hash of the auditor's log */
    resultHash: Hex;
    cid: string;
  },
) {
  return {
    address: deployment.addresses.audits,
    abi: auditsAbi,
    functionName: "postAudit",
    args: [roundId, auditedSeat, resultHash, cid],
  } as const;
}

/** States that a drawn trial is wrong, which opens a challenge without a bond. Only the seat's auditor, once. */
export function postFinding(
  deployment: Deployment,
  {
    roundId,
    auditedSeat,
    resultHash,
    index,
    trial,
    path,
    cid,
  }: {
    roundId: bigint;
    auditedSeat: number;
    /** hash of the auditor's log */
    resultHash: Hex;
    /** number of the drawn trial that is wrong */
    index: number;
    trial: TrialHashesInput;
    path: TrialPathInput;
    /** the evidence jurors get */
    cid: string;
  },
) {
  return {
    address: deployment.addresses.audits,
    abi: auditsAbi,
    functionName: "postFinding",
    args: [roundId, auditedSeat, resultHash, BigInt(index), trial, path, cid],
  } as const;
}

/** The audits' seed (zero until drawn), their epoch (0 until requested) and the set of seats that posted. */
export function drawOf(deployment: Deployment, { roundId }: { roundId: bigint }) {
  return { address: deployment.addresses.audits, abi: auditsAbi, functionName: "drawOf", args: [roundId] } as const;
}

/** Which trial of a seat was drawn as number `index`. */
export function auditLeaf(
  deployment: Deployment,
  {
    roundId,
    seat,
    index,
  }: {
    roundId: bigint;
    seat: number;
    /** number of the drawn trial */
    index: number;
  },
) {
  return {
    address: deployment.addresses.audits,
    abi: auditsAbi,
    functionName: "auditLeaf",
    args: [roundId, seat, BigInt(index)],
  } as const;
}
