import {
  BadKeySignalled,
  Committed,
  Revealed,
  SeatConvicted,
  SeatExcluded,
  SeatFailed,
  SeatPaid,
} from "../generated/Admission/Admission";
import { Round, Seat } from "../generated/schema";
import { addCredit } from "./credits";
import { evaluator } from "./shared/accounts";
import { closeCommitsIfDone, closeRevealsIfDone, moveClock } from "./shared/clock";
import { seatId } from "./shared/ids";
import { laneCounts } from "./shared/lanes";
import { roundLine } from "./shared/roundLine";

/** As many bad keys void a round: what follows is RoundVoided, not the end of a window. */
const BAD_KEYS = 3;

export function handleCommitted(event: Committed): void {
  const now = event.block.timestamp;
  const round = Round.load(event.params.roundId.toString())!;
  const seat = Seat.load(seatId(round.latestDraw, event.params.seat))!;
  seat.state = "COMMITTED";
  seat.commitment = event.params.commitment;
  seat.committedAt = now;
  seat.committedTx = event.transaction.hash;
  seat.save();

  round.committedCount += 1;
  closeCommitsIfDone(round, now);
  moveClock(round, now);
  round.updatedAt = now;
  round.save();

  const line = roundLine(event, "SEAT_COMMITTED", round);
  line.actor = event.params.evaluator;
  line.seat = seat.id;
  line.save();
}

export function handleBadKeySignalled(event: BadKeySignalled): void {
  const now = event.block.timestamp;
  const round = Round.load(event.params.roundId.toString())!;
  const seat = Seat.load(seatId(round.latestDraw, event.params.seat))!;
  seat.state = "BAD_KEY";
  seat.closedAt = now;
  seat.closedTx = event.transaction.hash;
  seat.save();

  round.badKeyCount = event.params.signals;
  if (event.params.signals < BAD_KEYS) closeCommitsIfDone(round, now);
  moveClock(round, now);
  round.updatedAt = now;
  round.save();

  const line = roundLine(event, "BAD_KEY_SIGNALLED", round);
  line.actor = event.params.evaluator;
  line.seat = seat.id;
  line.save();
}

export function handleSeatExcluded(event: SeatExcluded): void {
  const now = event.block.timestamp;
  const round = Round.load(event.params.roundId.toString())!;
  const seat = Seat.load(seatId(round.latestDraw, event.params.seat))!;
  seat.state = "EXCLUDED";
  seat.reason = event.params.reason;
  seat.closedAt = now;
  seat.closedTx = event.transaction.hash;
  seat.save();

  // Before the keys no window runs that this could end.
  if (round.keysAt !== null) {
    closeCommitsIfDone(round, now);
    moveClock(round, now);
  }
  round.updatedAt = now;
  round.save();

  const line = roundLine(event, "SEAT_EXCLUDED", round);
  line.counterparty = event.params.evaluator;
  line.seat = seat.id;
  line.save();
}

export function handleRevealed(event: Revealed): void {
  const now = event.block.timestamp;
  const round = Round.load(event.params.roundId.toString())!;
  const seat = Seat.load(seatId(round.latestDraw, event.params.seat))!;
  seat.state = "REVEALED";
  seat.root = event.params.root;
  seat.lanes = event.params.lanes;
  seat.laneCounts = laneCounts(event.params.lanes);
  seat.transcriptCid = event.params.transcriptCid;
  seat.reportCid = event.params.reportCid;
  seat.revealedBy = event.params.evaluator;
  seat.revealedAt = now;
  seat.revealedTx = event.transaction.hash;
  seat.save();

  const who = evaluator(seat.evaluator, event);
  who.revealedCount += 1;
  who.save();

  round.revealedCount += 1;
  closeRevealsIfDone(round, now);
  moveClock(round, now);
  round.updatedAt = now;
  round.save();

  const line = roundLine(event, "SEAT_REVEALED", round);
  line.actor = event.params.evaluator;
  line.seat = seat.id;
  line.cid = event.params.reportCid;
  line.save();
}

export function handleSeatConvicted(event: SeatConvicted): void {
  const now = event.block.timestamp;
  const round = Round.load(event.params.roundId.toString())!;
  const seat = Seat.load(seatId(round.latestDraw, event.params.seat))!;
  seat.state = "CONVICTED";
  seat.reason = event.params.reason;
  seat.bountyTo = event.params.bountyTo;
  seat.bounty = event.params.bounty;
  seat.closedAt = now;
  seat.closedTx = event.transaction.hash;
  seat.save();

  const who = evaluator(event.params.evaluator, event);
  who.convictedCount += 1;
  who.save();

  round.convictedCount += 1;
  moveClock(round, now);
  round.updatedAt = now;
  round.save();

  const line = roundLine(event, "SEAT_CONVICTED", round);
  line.counterparty = event.params.evaluator;
  line.seat = seat.id;
  line.amount = event.params.bounty;
  line.save();
}

/** This event is the credit too: no CreditAdded tells of it. */
export function handleSeatPaid(event: SeatPaid): void {
  const round = Round.load(event.params.roundId.toString())!;
  const seat = Seat.load(seatId(round.latestDraw, event.params.seat))!;
  // A reserve that nobody needed is paid for standing by.
  if (seat.root !== null) seat.state = "PAID";
  seat.paidAmount = event.params.amount;
  seat.closedAt = event.block.timestamp;
  seat.closedTx = event.transaction.hash;
  seat.save();
  addCredit(event, event.params.evaluator, event.params.amount);

  const who = evaluator(event.params.evaluator, event);
  who.paidCount += 1;
  who.earned = who.earned.plus(event.params.amount);
  who.save();

  const line = roundLine(event, "SEAT_PAID", round);
  line.counterparty = event.params.evaluator;
  line.seat = seat.id;
  line.amount = event.params.amount;
  line.save();
}

export function handleSeatFailed(event: SeatFailed): void {
  const round = Round.load(event.params.roundId.toString())!;
  const seat = Seat.load(seatId(round.latestDraw, event.params.seat))!;
  seat.state = event.params.committed ? "WITHHELD" : "SILENT";
  seat.closedAt = event.block.timestamp;
  seat.closedTx = event.transaction.hash;
  seat.save();

  const who = evaluator(event.params.evaluator, event);
  who.failedCount += 1;
  who.save();

  const line = roundLine(event, "SEAT_FAILED", round);
  line.counterparty = event.params.evaluator;
  line.seat = seat.id;
  line.save();
}
