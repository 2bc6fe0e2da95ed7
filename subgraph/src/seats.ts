import { Bytes, ethereum } from "@graphprotocol/graph-ts";
import {
  BadKeySignalled,
  Committed,
  Revealed,
  SeatConvicted,
  SeatExcluded,
  SeatFailed,
  SeatPaid,
} from "../generated/Admission/Admission";
import { Activity, Round, Seat } from "../generated/schema";
import { addCredit } from "./credits";
import { evaluator } from "./shared/accounts";
import { closeCommitsIfDone, closeRevealsIfDone, moveClock } from "./shared/clock";
import { currentSeat, seatLine } from "./shared/roundLine";
import { laneCounts } from "./shared/lanes";

/** As many bad keys void a round: what follows is RoundVoided, not the end of a window. */
const BAD_KEYS = 3;

/** Saves the round as it is now and gives its line about a seat's own act; the caller saves the line. */
function roundMoved(event: ethereum.Event, kind: string, round: Round, seat: Seat, actor: Bytes): Activity {
  // Before the keys no window runs.
  if (round.keysAt !== null) moveClock(round, event.block.timestamp);
  round.updatedAt = event.block.timestamp;
  round.save();

  const line = seatLine(event, kind, round, seat);
  line.actor = actor;
  return line;
}

/** What became of the seat is settled; the seat is not saved. */
function close(event: ethereum.Event, seat: Seat): void {
  seat.closedAt = event.block.timestamp;
  seat.closedTx = event.transaction.hash;
}

export function handleCommitted(event: Committed): void {
  const now = event.block.timestamp;
  const round = Round.load(event.params.roundId.toString())!;
  const seat = currentSeat(round, event.params.seat);
  seat.state = "COMMITTED";
  seat.commitment = event.params.commitment;
  seat.committedAt = now;
  seat.committedTx = event.transaction.hash;
  seat.save();

  round.committedCount += 1;
  closeCommitsIfDone(round, now);
  roundMoved(event, "SEAT_COMMITTED", round, seat, event.params.evaluator).save();
}

export function handleBadKeySignalled(event: BadKeySignalled): void {
  const round = Round.load(event.params.roundId.toString())!;
  const seat = currentSeat(round, event.params.seat);
  seat.state = "BAD_KEY";
  close(event, seat);
  seat.save();

  round.badKeyCount = event.params.signals;
  if (event.params.signals < BAD_KEYS) closeCommitsIfDone(round, event.block.timestamp);
  roundMoved(event, "BAD_KEY_SIGNALLED", round, seat, event.params.evaluator).save();
}

export function handleSeatExcluded(event: SeatExcluded): void {
  const round = Round.load(event.params.roundId.toString())!;
  const seat = currentSeat(round, event.params.seat);
  seat.state = "EXCLUDED";
  seat.reason = event.params.reason;
  close(event, seat);
  seat.save();

  if (round.keysAt !== null) closeCommitsIfDone(round, event.block.timestamp);
  const line = roundMoved(event, "SEAT_EXCLUDED", round, seat, event.transaction.from);
  line.counterparty = event.params.evaluator;
  line.save();
}

export function handleRevealed(event: Revealed): void {
  const now = event.block.timestamp;
  const round = Round.load(event.params.roundId.toString())!;
  const seat = currentSeat(round, event.params.seat);
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
  const line = roundMoved(event, "SEAT_REVEALED", round, seat, event.params.evaluator);
  line.cid = event.params.reportCid;
  line.save();
}

export function handleSeatConvicted(event: SeatConvicted): void {
  const round = Round.load(event.params.roundId.toString())!;
  const seat = currentSeat(round, event.params.seat);
  seat.state = "CONVICTED";
  seat.reason = event.params.reason;
  seat.bountyTo = event.params.bountyTo;
  seat.bounty = event.params.bounty;
  close(event, seat);
  seat.save();

  const who = evaluator(event.params.evaluator, event);
  who.convictedCount += 1;
  who.save();

  round.convictedCount += 1;
  const line = roundMoved(event, "SEAT_CONVICTED", round, seat, event.transaction.from);
  line.counterparty = event.params.evaluator;
  line.amount = event.params.bounty;
  line.save();
}

/** This event is the credit too: no CreditAdded tells of it. */
export function handleSeatPaid(event: SeatPaid): void {
  const round = Round.load(event.params.roundId.toString())!;
  const seat = currentSeat(round, event.params.seat);
  // A reserve that nobody needed is paid for standing by.
  if (seat.root !== null) seat.state = "PAID";
  seat.paidAmount = event.params.amount;
  close(event, seat);
  seat.save();
  addCredit(event, event.params.evaluator, event.params.amount);

  const who = evaluator(event.params.evaluator, event);
  who.paidCount += 1;
  who.earned = who.earned.plus(event.params.amount);
  who.save();

  const line = seatLine(event, "SEAT_PAID", round, seat);
  line.counterparty = event.params.evaluator;
  line.amount = event.params.amount;
  line.save();
}

export function handleSeatFailed(event: SeatFailed): void {
  const round = Round.load(event.params.roundId.toString())!;
  const seat = currentSeat(round, event.params.seat);
  seat.state = event.params.committed ? "WITHHELD" : "SILENT";
  close(event, seat);
  seat.save();

  const who = evaluator(event.params.evaluator, event);
  who.failedCount += 1;
  who.save();

  const line = seatLine(event, "SEAT_FAILED", round, seat);
  line.counterparty = event.params.evaluator;
  line.save();
}
