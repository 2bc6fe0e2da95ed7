import { BigInt } from "@graphprotocol/graph-ts";
import { ParamSet, Round, Seat } from "../../generated/schema";
import { seatId } from "./ids";

/** The newest draw's seats, counted as contracts/admission/RoundClock.sol counts its sets of bits. */
class Seats {
  committed: i32 = 0;
  revealed: i32 = 0;
  /** No more can come of them before the reveals: they committed, were excluded or have no usable key. */
  primariesSettled: boolean = true;
  reservesSettled: boolean = true;
  /** There is a reserve that was not excluded. */
  reserveLeft: boolean = false;
  /** No live seat owes an audit. */
  audited: boolean = true;

  constructor(round: Round) {
    for (let number = 0; number < round.seatCount + round.reserveCount; number++) {
      const seat = Seat.load(seatId(round.latestDraw, number))!;
      const hasCommitted = seat.commitment !== null;
      const hasRevealed = seat.root !== null;
      const isExcluded = seat.state == "EXCLUDED";
      const isSettled = hasCommitted || isExcluded || seat.state == "BAD_KEY";
      if (hasCommitted) this.committed += 1;
      if (hasRevealed) this.revealed += 1;
      if (hasRevealed && seat.state != "CONVICTED" && !seat.audited) this.audited = false;
      if (!seat.reserve && !isSettled) this.primariesSettled = false;
      if (seat.reserve && !isSettled) this.reservesSettled = false;
      if (seat.reserve && !isExcluded) this.reserveLeft = true;
    }
  }
}

/** After a commit, a bad key or an exclusion: ends the running window of commits if nobody is left to act in it. */
export function closeCommitsIfDone(round: Round, now: BigInt): void {
  const seats = new Seats(round);
  const isFull = seats.committed == round.seatCount;
  const arePrimariesDue = now.lt(round.commitDeadline!);
  if (!isFull && !(arePrimariesDue ? seats.primariesSettled : seats.reservesSettled)) return;
  if (!isFull && arePrimariesDue && seats.reserveLeft) round.commitDeadline = now;
  else {
    round.commitsClosedAt = now;
    if (arePrimariesDue) round.secondCommitDeadline = null;
  }
}

/** After a reveal: ends the reveals once every committed seat has revealed. */
export function closeRevealsIfDone(round: Round, now: BigInt): void {
  const seats = new Seats(round);
  if (seats.revealed == seats.committed) round.revealsClosedAt = now;
}

/** Deadlines and phase of a keyed round as the contract sees them at this time; the round is not saved. */
export function moveClock(round: Round, now: BigInt): void {
  const rules = ParamSet.load(round.paramSet)!;
  const seats = new Seats(round);
  round.auditsDone = rules.auditLeaves != 0 && seats.audited;
  if (round.commitsClosedAt === null) {
    const needsReserves = seats.reserveLeft && seats.committed < round.seatCount;
    round.secondCommitDeadline = needsReserves ? round.commitDeadline!.plus(rules.commitWindow) : null;
  }
  let commitsEnd = round.commitDeadline!;
  if (round.secondCommitDeadline !== null) commitsEnd = round.secondCommitDeadline!;
  if (round.commitsClosedAt !== null) commitsEnd = round.commitsClosedAt!;

  round.revealDeadline = commitsEnd.plus(rules.revealWindow);
  // Nobody waits for the reveal of a seat that did not commit.
  let revealsEnd = seats.committed == 0 ? commitsEnd : round.revealDeadline!;
  if (round.revealsClosedAt !== null) revealsEnd = round.revealsClosedAt!;
  round.auditDeadline = revealsEnd.plus(rules.auditWindow);
  round.phase = phaseAt(round, now, commitsEnd, revealsEnd);
}

function phaseAt(round: Round, now: BigInt, commitsEnd: BigInt, revealsEnd: BigInt): string {
  if (round.commitsClosedAt === null) {
    if (now.lt(round.commitDeadline!)) return "COMMIT";
    if (now.lt(commitsEnd)) return "SECOND_COMMIT";
  }
  if (now.lt(revealsEnd)) return "REVEAL";
  if (round.heldCount > 0) return "AUDIT";
  // Audits that are all done end nothing: a prover that announced a fraud proof needs the window to show it.
  return now.ge(round.auditDeadline!) ? "FINALIZABLE" : "AUDIT";
}
