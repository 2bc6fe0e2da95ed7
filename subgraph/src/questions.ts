import { BigInt, Bytes, ethereum } from "@graphprotocol/graph-ts";
import { AuditNoted, FinalHeld, FinalReleased, SelfSetMarked } from "../generated/Admission/Admission";
import { Round } from "../generated/schema";
import { moveClock } from "./shared/clock";
import { currentSeat, roundLine, seatLine } from "./shared/roundLine";

export function handleAuditNoted(event: AuditNoted): void {
  const round = Round.load(event.params.roundId.toString())!;
  const seat = currentSeat(round, event.params.auditor);
  // Each audit a judge notes again changes nothing.
  if (!seat.audited) round.auditedCount += 1;
  seat.audited = true;
  seat.save();
  moveClock(round, event.block.timestamp);
  round.updatedAt = event.block.timestamp;
  round.save();

  const line = seatLine(event, "SEAT_AUDITED", round, seat);
  line.counterparty = seat.evaluator;
  line.save();
}

export function handleFinalHeld(event: FinalHeld): void {
  setHeld(event, event.params.roundId, "FINAL_HELD", event.params.judge, event.params.held);
}

export function handleFinalReleased(event: FinalReleased): void {
  setHeld(event, event.params.roundId, "FINAL_RELEASED", event.params.judge, event.params.held);
}

/** A judge may still release a question after a different judge voided the round. */
function setHeld(event: ethereum.Event, roundId: BigInt, kind: string, judge: Bytes, held: i32): void {
  const round = Round.load(roundId.toString())!;
  round.heldCount = held;
  if (round.closedAt === null) moveClock(round, event.block.timestamp);
  round.updatedAt = event.block.timestamp;
  round.save();

  const line = roundLine(event, kind, round);
  line.counterparty = judge;
  line.count = BigInt.fromI32(held);
  line.save();
}

export function handleSelfSetMarked(event: SelfSetMarked): void {
  const round = Round.load(event.params.roundId.toString())!;
  round.selfSet = true;
  round.updatedAt = event.block.timestamp;
  round.save();

  const line = roundLine(event, "SELF_SET_MARKED", round);
  line.counterparty = event.params.judge;
  line.save();
}
