import { BigInt, Bytes, ethereum } from "@graphprotocol/graph-ts";
import {
  AdmissionConnected,
  EvaluatorCharged,
  EvaluatorRegistered,
  EvaluatorSlashed,
  EvaluatorStaked,
  EvaluatorUnstaked,
  ModelStaked,
  ModelUnstaked,
  UnitsLocked,
  UnitsReleased,
  Withdrawn,
} from "../generated/StakeManager/StakeManager";
import { Evaluator, Model, Round, Seat, StakeEvent, Staker } from "../generated/schema";
import { account, evaluator, minusToZero, stakerOf } from "./shared/accounts";
import { feed } from "./shared/activity";
import { logId, seatId } from "./shared/ids";
import { protocol } from "./shared/protocol";
import { fillStakeEvent, setExit, stakeEvent } from "./shared/stakeEvent";

export { handleBondCut, handleBondExited, handleBondPosted } from "./bonds";

/** A log slashes, and each entry of a list locks or frees, exactly one unit. */
const ONE = BigInt.fromI32(1);


function saveEvaluatorLine(event: ethereum.Event, kind: string, who: Bytes, units: BigInt, amount: BigInt): void {
  const line = feed(event, kind, who);
  line.count = units;
  line.amount = amount;
  line.save();
}

function saveModelLine(event: ethereum.Event, kind: string, publisher: Bytes, model: Model, amount: BigInt): void {
  const line = feed(event, kind, publisher);
  line.model = model.id;
  line.datanet = model.examDatanet;
  line.amount = amount;
  line.save();
}

export function handleEvaluatorRegistered(event: EvaluatorRegistered): void {
  const isNew = Evaluator.load(event.params.evaluator) == null;
  const who = evaluator(event.params.evaluator, event);
  who.encryptionKey = event.params.encryptionKey;
  who.save();

  const line = feed(event, "EVALUATOR_REGISTERED", event.params.evaluator);
  line.save();

  const totals = protocol();
  if (isNew) totals.evaluatorCount += 1;
  totals.save();
}

/** Books a change of what counts in draws from the next stake epoch on; the evaluator is not saved. */
function setNextUnits(who: Evaluator): void {
  const before = who.nextUnits;
  who.nextUnits = who.units.minus(who.leavingUnits);
  const totals = protocol();
  totals.nextUnits = totals.nextUnits.plus(who.nextUnits).minus(before);
  totals.save();
}

export function handleEvaluatorStaked(event: EvaluatorStaked): void {
  const who = evaluator(event.params.evaluator, event);
  if (who.stakerId === null) {
    const staker = new Staker(event.params.stakerId.toString());
    staker.evaluator = who.id;
    staker.save();
    who.stakerId = event.params.stakerId;
  }
  who.units = event.params.totalUnits;
  who.effectiveEpoch = event.params.effectiveEpoch;
  setNextUnits(who);
  who.save();

  const entry = stakeEvent(event, "STAKED", event.params.evaluator);
  entry.evaluator = who.id;
  entry.units = event.params.units;
  entry.amount = event.params.amount;
  entry.effectiveEpoch = event.params.effectiveEpoch;
  entry.save();
  saveEvaluatorLine(event, "EVALUATOR_STAKED", who.id, event.params.units, event.params.amount);
}

export function handleEvaluatorUnstaked(event: EvaluatorUnstaked): void {
  const who = evaluator(event.params.evaluator, event);
  who.leavingUnits = who.leavingUnits.plus(event.params.units);
  who.availableAt = event.params.availableAt;
  who.effectiveEpoch = event.params.effectiveEpoch;
  setNextUnits(who);
  who.save();
  setExit(event, event.params.evaluator, BigInt.zero(), event.params.availableAt);

  const entry = stakeEvent(event, "UNSTAKED", event.params.evaluator);
  entry.evaluator = who.id;
  entry.units = event.params.units;
  entry.amount = event.params.amount;
  entry.availableAt = event.params.availableAt;
  entry.effectiveEpoch = event.params.effectiveEpoch;
  entry.save();
  saveEvaluatorLine(event, "EVALUATOR_UNSTAKED", who.id, event.params.units, event.params.amount);
}

/** Money leaves all at once; of the leaving units only those that no duty locks. Their weight fell when they began to leave. */
export function handleWithdrawn(event: Withdrawn): void {
  const owner = account(event.params.staker, event);
  owner.exiting = BigInt.zero();
  owner.save();

  const entry = stakeEvent(event, "WITHDRAWN", event.params.staker);
  entry.units = event.params.units;
  entry.amount = event.params.amount;
  entry.charged = event.params.charged;
  const who = Evaluator.load(event.params.staker);
  if (who != null) {
    who.units = minusToZero(who.units, event.params.units);
    who.leavingUnits = minusToZero(who.leavingUnits, event.params.units);
    who.debt = minusToZero(who.debt, event.params.charged);
    who.updatedAt = event.block.timestamp;
    who.save();
    entry.evaluator = who.id;
  }
  entry.save();

  const line = feed(event, "STAKE_WITHDRAWN", event.params.staker);
  line.count = event.params.units;
  line.amount = event.params.amount;
  line.save();
}

/** Notes for which duty a unit answers: a round's, where Admission is the operator. */
function setDuty(entry: StakeEvent, operator: Bytes, obligation: BigInt): void {
  entry.operator = operator;
  entry.obligation = obligation;
  if (isAdmission(operator)) entry.round = obligation.toString();
}

function isAdmission(operator: Bytes): boolean {
  const admission = protocol().admission;
  return admission !== null && admission == operator;
}

export function handleUnitsLocked(event: UnitsLocked): void {
  const stakerIds = event.params.stakerIds;
  for (let i = 0; i < stakerIds.length; i++) {
    const who = stakerOf(stakerIds[i], event);
    who.lockedUnits = who.lockedUnits.plus(ONE);
    who.save();
    saveUnitEvent(event, "LOCKED", who, i, event.params.operator, event.params.obligation);
  }
}

export function handleUnitsReleased(event: UnitsReleased): void {
  const stakerIds = event.params.stakerIds;
  for (let i = 0; i < stakerIds.length; i++) {
    const who = stakerOf(stakerIds[i], event);
    who.lockedUnits = minusToZero(who.lockedUnits, ONE);
    who.save();
    saveUnitEvent(event, "RELEASED", who, i, event.params.operator, event.params.obligation);
  }
}

function saveUnitEvent(
  event: ethereum.Event,
  kind: string,
  who: Evaluator,
  position: i32,
  operator: Bytes,
  obligation: BigInt,
): void {
  const entry = new StakeEvent(logId(event).concatI32(position));
  fillStakeEvent(entry, event, kind, who.id);
  entry.evaluator = who.id;
  entry.units = ONE;
  setDuty(entry, operator, obligation);
  entry.save();
}

/** Of a round's newest draw, the seat whose fault is known and whose price is not: this log tells it. */
function setLoss(obligation: BigInt, who: Evaluator, states: string[], amount: BigInt): string | null {
  const round = Round.load(obligation.toString());
  if (round == null) return null;
  for (let number = 0; number < round.seatCount + round.reserveCount; number++) {
    const seat = Seat.load(seatId(round.latestDraw, number));
    if (seat == null || seat.evaluator != who.id || seat.lostAmount !== null) continue;
    if (!states.includes(seat.state)) continue;
    seat.lostAmount = amount;
    seat.save();
    return seat.id;
  }
  return null;
}

export function handleEvaluatorSlashed(event: EvaluatorSlashed): void {
  const amount = event.params.amount;
  const who = evaluator(event.params.evaluator, event);
  who.units = minusToZero(who.units, ONE);
  who.lockedUnits = minusToZero(who.lockedUnits, ONE);
  if (who.leavingUnits.gt(who.units)) who.leavingUnits = who.units;
  who.slashedUnits = who.slashedUnits.plus(ONE);
  who.slashed = who.slashed.plus(amount);
  setNextUnits(who);
  who.save();

  const entry = stakeEvent(event, "SLASHED", event.params.evaluator);
  entry.evaluator = who.id;
  entry.units = ONE;
  entry.amount = amount;
  entry.bounty = event.params.bounty;
  setDuty(entry, event.params.operator, event.params.obligation);
  entry.save();

  const line = feed(event, "EVALUATOR_SLASHED", event.transaction.from);
  line.counterparty = who.id;
  line.count = ONE;
  line.amount = amount;
  line.round = entry.round;
  if (entry.round !== null) line.seat = setLoss(event.params.obligation, who, ["WITHHELD", "CONVICTED"], amount);
  line.save();
}

export function handleEvaluatorCharged(event: EvaluatorCharged): void {
  const amount = event.params.amount;
  const who = evaluator(event.params.evaluator, event);
  who.charged = who.charged.plus(amount);
  who.debt = who.debt.plus(amount);
  who.save();

  const entry = stakeEvent(event, "CHARGED", event.params.evaluator);
  entry.evaluator = who.id;
  entry.amount = amount;
  setDuty(entry, event.params.operator, event.params.obligation);
  entry.save();

  const line = feed(event, "EVALUATOR_CHARGED", event.transaction.from);
  line.counterparty = who.id;
  line.amount = amount;
  line.round = entry.round;
  if (entry.round !== null) line.seat = setLoss(event.params.obligation, who, ["SILENT"], amount);
  line.save();
}

export function handleModelStaked(event: ModelStaked): void {
  const model = Model.load(event.params.modelId.toString())!;
  model.stake = event.params.total;
  model.updatedAt = event.block.timestamp;
  model.save();

  const entry = stakeEvent(event, "MODEL_STAKED", event.params.publisher);
  entry.model = model.id;
  entry.amount = event.params.amount;
  entry.save();
  saveModelLine(event, "MODEL_STAKED", event.params.publisher, model, event.params.amount);

  const totals = protocol();
  totals.modelStake = totals.modelStake.plus(event.params.amount);
  totals.save();
}

export function handleModelUnstaked(event: ModelUnstaked): void {
  const model = Model.load(event.params.modelId.toString())!;
  model.stake = minusToZero(model.stake, event.params.amount);
  model.updatedAt = event.block.timestamp;
  model.save();

  const entry = stakeEvent(event, "MODEL_UNSTAKED", event.params.publisher);
  entry.model = model.id;
  entry.amount = event.params.amount;
  entry.availableAt = event.params.availableAt;
  entry.save();
  setExit(event, event.params.publisher, event.params.amount, event.params.availableAt);
  saveModelLine(event, "MODEL_UNSTAKED", event.params.publisher, model, event.params.amount);

  const totals = protocol();
  totals.modelStake = minusToZero(totals.modelStake, event.params.amount);
  totals.save();
}

/** The operator whose duties are rounds; the remaining operators are judges. */
export function handleAdmissionConnected(event: AdmissionConnected): void {
  const totals = protocol();
  totals.admission = event.params.admission;
  totals.save();
}
