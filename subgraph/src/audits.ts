import { AuditDrawn, AuditPosted, AuditRequested } from "../generated/Audits/Audits";
import { Audit, Challenge, Draw, Round } from "../generated/schema";
import { currentSeat, roundLine, seatLine } from "./shared/roundLine";

export function handleAuditRequested(event: AuditRequested): void {
  const round = Round.load(event.params.roundId.toString())!;
  const draw = Draw.load(round.latestDraw)!;
  draw.auditEpoch = event.params.epoch;
  draw.auditRequestedTx = event.transaction.hash;
  draw.save();

  const line = roundLine(event, "AUDIT_REQUESTED", round);
  line.count = event.params.epoch;
  line.save();
}

export function handleAuditDrawn(event: AuditDrawn): void {
  const round = Round.load(event.params.roundId.toString())!;
  const draw = Draw.load(round.latestDraw)!;
  draw.auditSeed = event.params.seed;
  draw.auditDrawnTx = event.transaction.hash;
  draw.save();

  roundLine(event, "AUDIT_DRAWN", round).save();
}

/** Admission's AuditNoted follows and marks the duty done. */
export function handleAuditPosted(event: AuditPosted): void {
  const round = Round.load(event.params.roundId.toString())!;
  const auditor = currentSeat(round, event.params.auditor);
  const audited = currentSeat(round, event.params.auditedSeat);
  const audit = new Audit(auditor.id);
  audit.round = round.id;
  audit.draw = round.latestDraw;
  audit.auditor = auditor.id;
  audit.audited = audited.id;
  audit.resultHash = event.params.resultHash;
  audit.cid = event.params.cid;
  audit.timestamp = event.block.timestamp;
  audit.block = event.block.number;
  audit.txHash = event.transaction.hash;

  const challenge = Challenge.load(event.params.challengeId.toString());
  if (challenge != null) {
    challenge.finding = true;
    challenge.save();
    audit.challenge = challenge.id;
  }
  audit.save();

  const line = seatLine(event, "AUDIT_POSTED", round, audited);
  line.actor = auditor.evaluator;
  line.counterparty = audited.evaluator;
  // Passed: the auditor found every drawn trial as revealed.
  line.passed = challenge == null;
  line.cid = event.params.cid;
  line.save();
}
