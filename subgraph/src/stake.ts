import { BigInt, Bytes, ethereum } from "@graphprotocol/graph-ts";
import {
  EvaluatorRegistered,
  EvaluatorSlashed,
  EvaluatorStaked,
  EvaluatorUnstaked,
  ModelStaked,
  ModelUnstaked,
  UnitsLocked,
  UnitsReleased,
  WeightChanged,
  Withdrawn,
} from "../generated/StakeManager/StakeManager";
import { Evaluator, Model, StakeEvent } from "../generated/schema";
import { evaluator, minusToZero } from "./shared/accounts";
import { feed } from "./shared/activity";
import { logId } from "./shared/ids";
import { protocol } from "./shared/protocol";

function stakeEvent(event: ethereum.Event, kind: string, staker: Bytes): StakeEvent {
  const entry = new StakeEvent(logId(event));
  entry.kind = kind;
  entry.staker = staker;
  entry.timestamp = event.block.timestamp;
  entry.block = event.block.number;
  entry.txHash = event.transaction.hash;
  return entry;
}

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

export function handleEvaluatorStaked(event: EvaluatorStaked): void {
  const who = evaluator(event.params.evaluator, event);
  who.units = who.units.plus(event.params.units);
  who.save();

  const entry = stakeEvent(event, "STAKED", event.params.evaluator);
  entry.evaluator = who.id;
  entry.units = event.params.units;
  entry.amount = event.params.amount;
  entry.save();
  saveEvaluatorLine(event, "EVALUATOR_STAKED", who.id, event.params.units, event.params.amount);
}

export function handleWeightChanged(event: WeightChanged): void {
  const who = evaluator(event.params.evaluator, event);
  who.activeUnits = event.params.activeUnits;
  who.save();

  const totals = protocol();
  totals.activeUnits = event.params.totalActiveUnits;
  totals.save();
}

export function handleEvaluatorUnstaked(event: EvaluatorUnstaked): void {
  const who = evaluator(event.params.evaluator, event);
  who.units = minusToZero(who.units, event.params.units);
  who.exiting = who.exiting.plus(event.params.amount);
  who.save();

  const entry = stakeEvent(event, "UNSTAKED", event.params.evaluator);
  entry.evaluator = who.id;
  entry.units = event.params.units;
  entry.amount = event.params.amount;
  entry.availableAt = event.params.availableAt;
  entry.save();
  saveEvaluatorLine(event, "EVALUATOR_UNSTAKED", who.id, event.params.units, event.params.amount);
}

/** The staker may be an evaluator, a publisher or both; only an evaluator's exit is counted here. */
export function handleWithdrawn(event: Withdrawn): void {
  const entry = stakeEvent(event, "WITHDRAWN", event.params.staker);
  entry.amount = event.params.amount;
  const who = Evaluator.load(event.params.staker);
  if (who != null) {
    who.exiting = minusToZero(who.exiting, event.params.amount);
    who.updatedAt = event.block.timestamp;
    who.save();
    entry.evaluator = who.id;
  }
  entry.save();

  const line = feed(event, "STAKE_WITHDRAWN", event.params.staker);
  line.amount = event.params.amount;
  line.save();
}

export function handleUnitsLocked(event: UnitsLocked): void {
  const who = evaluator(event.params.evaluator, event);
  who.lockedUnits = who.lockedUnits.plus(event.params.units);
  who.save();

  const entry = stakeEvent(event, "LOCKED", event.params.evaluator);
  entry.evaluator = who.id;
  entry.round = event.params.roundId.toString();
  entry.units = event.params.units;
  entry.save();
}

export function handleUnitsReleased(event: UnitsReleased): void {
  const who = evaluator(event.params.evaluator, event);
  who.lockedUnits = minusToZero(who.lockedUnits, event.params.units);
  who.save();

  const entry = stakeEvent(event, "RELEASED", event.params.evaluator);
  entry.evaluator = who.id;
  entry.round = event.params.roundId.toString();
  entry.units = event.params.units;
  entry.save();
}

export function handleEvaluatorSlashed(event: EvaluatorSlashed): void {
  const who = evaluator(event.params.evaluator, event);
  who.units = minusToZero(who.units, event.params.units);
  who.lockedUnits = minusToZero(who.lockedUnits, event.params.units);
  who.slashedUnits = who.slashedUnits.plus(event.params.units);
  who.save();

  const entry = stakeEvent(event, "SLASHED", event.params.evaluator);
  entry.evaluator = who.id;
  entry.round = event.params.roundId.toString();
  entry.units = event.params.units;
  entry.amount = event.params.amount;
  entry.save();

  const line = feed(event, "EVALUATOR_SLASHED", who.id);
  line.round = event.params.roundId.toString();
  line.count = event.params.units;
  line.amount = event.params.amount;
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
  saveModelLine(event, "MODEL_UNSTAKED", event.params.publisher, model, event.params.amount);

  const totals = protocol();
  totals.modelStake = minusToZero(totals.modelStake, event.params.amount);
  totals.save();
}
