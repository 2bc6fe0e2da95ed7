import { BigInt, Bytes, ethereum } from "@graphprotocol/graph-ts";
import {
  JudgesConnected,
  KeysPosted,
  RoundDrawn,
  RoundFinalized,
  RoundOpened,
  RoundReopened,
  RoundVoided,
} from "../generated/Admission/Admission";
import { Datanet, Draw, Model, ParamSet, Round, Seat } from "../generated/schema";
import { minusToZero, stakerOf } from "./shared/accounts";
import { moveClock } from "./shared/clock";
import { batchId, drawId, seatId, versionId } from "./shared/ids";
import { laneCounts } from "./shared/lanes";
import { protocol } from "./shared/protocol";
import { roundLine } from "./shared/roundLine";

export { handleCreditAdded, handleCreditWithdrawn } from "./credits";
export { handleAuditNoted, handleFinalHeld, handleFinalReleased, handleSelfSetMarked } from "./questions";
export {
  handleBadKeySignalled,
  handleCommitted,
  handleRevealed,
  handleSeatConvicted,
  handleSeatExcluded,
  handleSeatFailed,
  handleSeatPaid,
} from "./seats";
export { handleModelStateChanged } from "./states";

/** A draw that waits for its seed; saved. */
function awaitDraw(event: ethereum.Event, roundId: BigInt, redraw: i32, openEpoch: BigInt, barred: Bytes[]): string {
  const draw = new Draw(drawId(roundId, redraw));
  draw.round = roundId.toString();
  draw.redraw = redraw;
  draw.openEpoch = openEpoch;
  draw.barred = barred;
  draw.openedAt = event.block.timestamp;
  draw.openedTx = event.transaction.hash;
  draw.save();
  return draw.id;
}

/** What a new draw starts from; the round is not saved. */
function resetDraw(round: Round): void {
  round.committedCount = 0;
  round.revealedCount = 0;
  round.badKeyCount = 0;
  round.auditedCount = 0;
  round.convictedCount = 0;
  round.auditsDone = false;
  round.keyDeadline = null;
  round.commitDeadline = null;
  round.secondCommitDeadline = null;
  round.revealDeadline = null;
  round.auditDeadline = null;
  round.commitsClosedAt = null;
  round.revealsClosedAt = null;
  round.keysAt = null;
  round.keysTx = null;
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
  round.openEpoch = event.params.openEpoch;
  round.drawDeadline = event.block.timestamp.plus(paramSet.keyWindow);
  round.datanet = model.examDatanet;
  round.version = model.examVersion;
  round.seatCount = paramSet.seats;
  round.reserveCount = paramSet.reserves;
  round.quorum = (2 * paramSet.seats + 2) / 3;
  round.redrawCount = 0;
  round.latestDraw = awaitDraw(event, event.params.roundId, 0, event.params.openEpoch, []);
  round.heldCount = 0;
  round.selfSet = false;
  round.itemsPerBatch = paramSet.itemsPerBatch;
  resetDraw(round);
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
  datanet.boundBond = datanet.boundBond.plus(paramSet.custodianBond);
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
  const draw = Draw.load(drawId(event.params.roundId, event.params.redraw))!;
  draw.epoch = event.params.epoch;
  draw.seed = event.params.seed;
  draw.drawnAt = event.block.timestamp;
  draw.drawnBlock = event.block.number;
  draw.drawnTx = event.transaction.hash;
  draw.save();

  resetDraw(round);
  round.phase = "DRAWN";
  round.latestDraw = draw.id;
  round.datanet = event.params.datanetId.toString();
  round.version = versionId(event.params.datanetId, event.params.version);
  round.batch = batchId(event.params.datanetId, event.params.version, event.params.batchId);
  round.keyDeadline = event.params.keyDeadline;
  round.drawnAt = event.block.timestamp;
  round.drawnTx = event.transaction.hash;
  round.updatedAt = event.block.timestamp;
  round.save();

  const stakerIds = event.params.stakerIds;
  for (let number = 0; number < stakerIds.length; number++) {
    const who = stakerOf(stakerIds[number], event);
    who.seatCount += 1;
    who.save();

    const seat = new Seat(seatId(draw.id, number));
    seat.round = round.id;
    seat.draw = draw.id;
    seat.redraw = draw.redraw;
    seat.seat = number;
    seat.reserve = number >= round.seatCount;
    seat.stakerId = stakerIds[number];
    seat.evaluator = who.id;
    seat.state = seat.reserve ? "STANDING_BY" : "DRAWN";
    seat.audited = false;
    seat.save();
  }

  const line = roundLine(event, "ROUND_DRAWN", round);
  line.count = BigInt.fromI32(stakerIds.length);
  line.save();
}

export function handleKeysPosted(event: KeysPosted): void {
  const wraps = event.params.wraps;
  const round = Round.load(event.params.roundId.toString())!;
  for (let number = 0; number < wraps.length; number++) {
    const seat = Seat.load(seatId(round.latestDraw, number))!;
    seat.keyWrap = wraps[number];
    seat.save();
  }
  round.custodian = event.params.custodian;
  round.commitDeadline = event.params.commitDeadline;
  round.keysAt = event.block.timestamp;
  round.keysTx = event.transaction.hash;
  moveClock(round, event.block.timestamp);
  round.updatedAt = event.block.timestamp;
  round.save();

  const line = roundLine(event, "KEYS_POSTED", round);
  line.actor = event.params.custodian;
  line.count = BigInt.fromI32(wraps.length);
  line.save();
}

/** The seats keep what they did until the next draw; their faults are told after this event. */
export function handleRoundReopened(event: RoundReopened): void {
  const round = Round.load(event.params.roundId.toString())!;
  const last = Draw.load(round.latestDraw)!;
  last.reopenedAt = event.block.timestamp;
  last.reopenedTx = event.transaction.hash;
  last.save();

  const stakerIds = event.params.barred;
  const barred: Bytes[] = last.barred;
  for (let i = 0; i < stakerIds.length; i++) {
    const who = stakerOf(stakerIds[i], event);
    if (!barred.includes(who.id)) barred.push(who.id);
  }
  awaitDraw(event, event.params.roundId, event.params.redraw, event.params.openEpoch, barred);

  round.phase = "OPEN";
  round.openEpoch = event.params.openEpoch;
  round.drawDeadline = event.params.drawDeadline;
  round.redrawCount = event.params.redraw;
  round.updatedAt = event.block.timestamp;
  round.save();

  const line = roundLine(event, "ROUND_REOPENED", round);
  line.count = BigInt.fromI32(stakerIds.length);
  line.save();
}

/** The round ended: its custodian's bond is free again. */
function freeBond(round: Round): void {
  const datanet = Datanet.load(round.datanet!)!;
  datanet.boundBond = minusToZero(datanet.boundBond, ParamSet.load(round.paramSet)!.custodianBond);
  datanet.save();
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
  freeBond(round);

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
  freeBond(round);

  const line = roundLine(event, "ROUND_VOIDED", round);
  line.amount = event.params.refund;
  line.save();

  const totals = protocol();
  totals.openRoundCount -= 1;
  totals.voidRoundCount += 1;
  totals.save();
}

export function handleJudgesConnected(event: JudgesConnected): void {
  const totals = protocol();
  totals.judges = event.params.judges.map<Bytes>((judge) => judge);
  totals.save();
}
