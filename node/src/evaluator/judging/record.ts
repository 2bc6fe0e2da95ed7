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
export async function recordJudge(duties: DutyStore, log: EventLogs<typeof judgesAbi>[number]): Promise<void> {
  const { eventName, args, transactionHash } = log;
  if (eventName === "AuditPosted") await duties.addAuditPost(args.roundId, args.auditor);
  else if (eventName === "LeafDemanded") await duties.addDemand({ ...args, deadline: Number(args.deadline) });
  else if (eventName === "LeafAnswered") await duties.setDemand(args, "answered", transactionHash);
  else if (eventName === "DemandExpired") await duties.setDemand(args, "over");
  else if (eventName === "ChallengeOpened") await duties.addChallenge(args);
  else if (eventName === "ChallengeSettled") await duties.settleChallenge(args.challengeId, args.end);
  else if (eventName === "CaseOpened") await duties.addCase(args);
  else if (eventName === "JurorsDrawn") await duties.drawCase(args.caseId, args.jurors);
  else if (eventName === "CaseClosed") await duties.closeCase(args.caseId);
  else if (eventName === "FaultProven")
    await duties.setFault(args.roundId, args.seat, { ...args, claimableFrom: Number(args.claimableFrom) });
  else if (eventName === "BountyTakenOver") {
    const held = await duties.fault(args.roundId, args.seat);
    if (held !== undefined) await duties.setFault(args.roundId, args.seat, { ...held, ...args });
  }
}
