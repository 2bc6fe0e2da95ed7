import { BigInt, ethereum } from "@graphprotocol/graph-ts";
import {
  Committed,
  CreditAdded,
  CreditWithdrawn,
  KeysPosted,
  Revealed,
  RoundDrawn,
  RoundFinalized,
  RoundOpened,
  RoundVoided,
  SeatFailed,
  SeatPaid,
} from "../generated/Admission/Admission";
import { Activity, Datanet, Model, ParamSet, Round, Seat } from "../generated/schema";
import { account, evaluator, minusToZero } from "./shared/accounts";
import { feed } from "./shared/activity";
import { batchId, seatId, versionId } from "./shared/ids";
import { laneCounts } from "./shared/lanes";
import { protocol } from "./shared/protocol";

export { handleModelStateChanged } from "./states";

/** A feed line whose subjects are those of the round. */
function roundLine(event: ethereum.Event, kind: string, round: Round): Activity {
  const line = feed(event, kind, event.transaction.from);
  line.round = round.id;
  line.model = round.model;
  line.datanet = round.datanet;
  line.version = round.version;
  return line;
}

export function handleRoundOpened(event: RoundOpened): void {
  const model = Model.load(event.params.modelId.toString())!;
  const paramSet = ParamSet.load(event.params.paramSetId.toString())!;
  const round = new Round(event.params.roundId.toString());
  round.roundId = event.params.roundId;
  round.model = model.id;
  round.publisher = event.params.publisher;
  round.attempt = event.params.attempt;
  round.paramSet = paramSet.id;
  round.fee = event.params.fee;
  round.phase = "OPEN";
  round.seedBlock = event.params.seedBlock;
  round.datanet = model.examDatanet;
  round.version = model.examVersion;
  round.seatCount = 0;
  round.committedCount = 0;
  round.revealedCount = 0;
  round.itemsPerBatch = paramSet.itemsPerBatch;
  round.openedAt = event.block.timestamp;
  round.openedBlock = event.block.number;
  round.openedTx = event.transaction.hash;
  round.updatedAt = event.block.timestamp;
  round.save();

  model.roundCount += 1;
  model.latestRound = round.id;
  model.updatedAt = event.block.timestamp;
  model.save();

  const datanet = Datanet.load(model.examDatanet)!;
  datanet.roundCount += 1;
  datanet.save();

  const line = roundLine(event, "ROUND_OPENED", round);
  line.actor = event.params.publisher;
  line.amount = event.params.fee;
  line.count = BigInt.fromI32(event.params.attempt);
  line.save();

  const totals = protocol();
  totals.roundCount += 1;
  totals.openRoundCount += 1;
  totals.save();
}

export function handleRoundDrawn(event: RoundDrawn): void {
  const round = Round.load(event.params.roundId.toString())!;
  const seats = event.params.seats;
  round.phase = "DRAWN";
  round.seed = event.params.seed;
  round.datanet = event.params.datanetId.toString();
  round.version = versionId(event.params.datanetId, event.params.version);
  round.batch = batchId(event.params.datanetId, event.params.version, event.params.batchId);
  round.seatCount = seats.length;
  round.keyDeadline = event.params.keyDeadline;
  round.drawnAt = event.block.timestamp;
  round.drawnTx = event.transaction.hash;
  round.updatedAt = event.block.timestamp;
  round.save();

  for (let number = 0; number < seats.length; number++) {
    const who = evaluator(seats[number], event);
    who.seatCount += 1;
    who.save();

    const seat = new Seat(seatId(event.params.roundId, number));
    seat.round = round.id;
    seat.seat = number;
    seat.evaluator = who.id;
    seat.state = "DRAWN";
    seat.save();
  }

  const line = roundLine(event, "ROUND_DRAWN", round);
  line.count = BigInt.fromI32(seats.length);
  line.save();
}

export function handleKeysPosted(event: KeysPosted): void {
  const round = Round.load(event.params.roundId.toString())!;
  round.phase = "COMMIT";
  round.custodian = event.params.custodian;
  round.commitDeadline = event.params.commitDeadline;
  round.keysAt = event.block.timestamp;
  round.keysTx = event.transaction.hash;
  round.updatedAt = event.block.timestamp;
  round.save();

  const wraps = event.params.wraps;
  for (let number = 0; number < wraps.length; number++) {
    const seat = Seat.load(seatId(event.params.roundId, number))!;
    seat.keyWrap = wraps[number];
    seat.save();
  }

  const line = roundLine(event, "KEYS_POSTED", round);
  line.actor = event.params.custodian;
  line.count = BigInt.fromI32(wraps.length);
  line.save();
}

export function handleCommitted(event: Committed): void {
  const seat = Seat.load(seatId(event.params.roundId, event.params.seat))!;
  seat.state = "COMMITTED";
  seat.commitment = event.params.commitment;
  seat.committedAt = event.block.timestamp;
  seat.committedTx = event.transaction.hash;
  seat.save();

  const round = Round.load(event.params.roundId.toString())!;
  round.committedCount += 1;
  round.revealDeadline = event.params.revealDeadline;
  if (round.committedCount == round.seatCount) round.phase = "REVEAL";
  round.updatedAt = event.block.timestamp;
  round.save();

  const line = roundLine(event, "SEAT_COMMITTED", round);
  line.actor = event.params.evaluator;
  line.seat = seat.id;
  line.save();
}

export function handleRevealed(event: Revealed): void {
  const seat = Seat.load(seatId(event.params.roundId, event.params.seat))!;
  seat.state = "REVEALED";
  seat.root = event.params.root;
  seat.lanes = event.params.lanes;
  seat.laneCounts = laneCounts(event.params.lanes);
  seat.transcriptCid = event.params.transcriptCid;
  seat.reportCid = event.params.reportCid;
  seat.revealedAt = event.block.timestamp;
  seat.revealedTx = event.transaction.hash;
  seat.save();

  const who = evaluator(event.params.evaluator, event);
  who.revealedCount += 1;
  who.save();

  const round = Round.load(event.params.roundId.toString())!;
  round.revealedCount += 1;
  round.phase = round.revealedCount == round.seatCount ? "FINALIZABLE" : "REVEAL";
  round.updatedAt = event.block.timestamp;
  round.save();

  const line = roundLine(event, "SEAT_REVEALED", round);
  line.actor = event.params.evaluator;
  line.seat = seat.id;
  line.cid = event.params.reportCid;
  line.save();
}

export function handleSeatPaid(event: SeatPaid): void {
  const seat = Seat.load(seatId(event.params.roundId, event.params.seat))!;
  seat.state = "PAID";
  seat.paidAmount = event.params.amount;
  seat.closedAt = event.block.timestamp;
  seat.closedTx = event.transaction.hash;
  seat.save();

  const who = evaluator(event.params.evaluator, event);
  who.paidCount += 1;
  who.earned = who.earned.plus(event.params.amount);
  who.save();

  const round = Round.load(event.params.roundId.toString())!;
  const line = roundLine(event, "SEAT_PAID", round);
  line.counterparty = event.params.evaluator;
  line.seat = seat.id;
  line.amount = event.params.amount;
  line.save();
}

export function handleSeatFailed(event: SeatFailed): void {
  const seat = Seat.load(seatId(event.params.roundId, event.params.seat))!;
  seat.state = "FAILED";
  seat.failedAfterCommit = event.params.committed;
  seat.closedAt = event.block.timestamp;
  seat.closedTx = event.transaction.hash;
  seat.save();

  const who = evaluator(event.params.evaluator, event);
  who.failedCount += 1;
  who.save();

  const round = Round.load(event.params.roundId.toString())!;
  const line = roundLine(event, "SEAT_FAILED", round);
  line.counterparty = event.params.evaluator;
  line.seat = seat.id;
  line.save();
}

export function handleRoundFinalized(event: RoundFinalized): void {
  const round = Round.load(event.params.roundId.toString())!;
  round.phase = "FINAL";
  round.passed = event.params.passed;
  round.medianLanes = event.params.medianLanes;
  round.medianLaneCounts = laneCounts(event.params.medianLanes);
  round.gatedLanes = event.params.gatedLanes;
  round.minPasses = event.params.minPasses;
  round.validSeats = event.params.validSeats;
  round.closedAt = event.block.timestamp;
  round.closedTx = event.transaction.hash;
  round.updatedAt = event.block.timestamp;
  round.save();

  const model = Model.load(round.model)!;
  model.latestFinalRound = round.id;
  model.updatedAt = event.block.timestamp;
  model.save();

  const line = roundLine(event, "ROUND_FINALIZED", round);
  line.passed = event.params.passed;
  line.count = BigInt.fromI32(event.params.validSeats);
  line.save();

  const totals = protocol();
  totals.openRoundCount -= 1;
  if (event.params.passed) totals.passedRoundCount += 1;
  else totals.failedRoundCount += 1;
  totals.save();
}

export function handleRoundVoided(event: RoundVoided): void {
  const round = Round.load(event.params.roundId.toString())!;
  round.phase = "VOID";
  round.voidReason = event.params.reason;
  round.refund = event.params.refund;
  round.closedAt = event.block.timestamp;
  round.closedTx = event.transaction.hash;
  round.updatedAt = event.block.timestamp;
  round.save();

  const line = roundLine(event, "ROUND_VOIDED", round);
  line.amount = event.params.refund;
  line.save();

  const totals = protocol();
  totals.openRoundCount -= 1;
  totals.voidRoundCount += 1;
  totals.save();
}

export function handleCreditAdded(event: CreditAdded): void {
  const owner = account(event.params.account, event);
  owner.credit = owner.credit.plus(event.params.amount);
  owner.creditAdded = owner.creditAdded.plus(event.params.amount);
  owner.save();
}

export function handleCreditWithdrawn(event: CreditWithdrawn): void {
  const owner = account(event.params.account, event);
  owner.credit = minusToZero(owner.credit, event.params.amount);
  owner.creditWithdrawn = owner.creditWithdrawn.plus(event.params.amount);
  owner.save();

  const line = feed(event, "CREDIT_WITHDRAWN", event.params.account);
  line.amount = event.params.amount;
  line.save();
}
