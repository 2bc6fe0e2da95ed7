import { auditsAbi, availabilityAbi, fraudProofsAbi, juryAbi, leafChallengesAbi } from "@assay/sdk/abi";
import type { EventLogs } from "../../platform/chain/follower.ts";
import type { DutyStore } from "./store.ts";

/** Events of the judges an evaluator remembers. */
export const judgesAbi = [
  ...auditsAbi,
  ...availabilityAbi,
  ...fraudProofsAbi,
  ...juryAbi,
  ...leafChallengesAbi,
] as const;

/** Notes one event of a judge; others are ignored. */
export function recordJudge(duties: DutyStore, log: EventLogs<typeof judgesAbi>[number]): void {
  const { eventName, args, transactionHash } = log;
  if (eventName === "AuditPosted") duties.addAuditPost(args.roundId, args.auditor);
  else if (eventName === "LeafDemanded") duties.addDemand({ ...args, deadline: Number(args.deadline) });
  else if (eventName === "LeafAnswered") duties.setDemand(args, "answered", transactionHash);
  else if (eventName === "DemandExpired") duties.setDemand(args, "over");
  else if (eventName === "ChallengeOpened") duties.addChallenge(args);
  else if (eventName === "ChallengeSettled") duties.settleChallenge(args.challengeId, args.end);
  else if (eventName === "CaseOpened") duties.addCase(args);
  else if (eventName === "JurorsDrawn") duties.drawCase(args.caseId, args.jurors);
  else if (eventName === "CaseClosed") duties.closeCase(args.caseId);
  else if (eventName === "FaultProven")
    duties.setFault(args.roundId, args.seat, { ...args, claimableFrom: Number(args.claimableFrom) });
  else if (eventName === "BountyTakenOver") {
    const held = duties.fault(args.roundId, args.seat);
    if (held !== undefined) duties.setFault(args.roundId, args.seat, { ...held, ...args });
  }
}
