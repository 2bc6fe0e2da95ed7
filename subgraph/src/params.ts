import { BigInt } from "@graphprotocol/graph-ts";
import {
  EntriesPaused,
  EntriesUnpaused,
  GateSet,
  GuardianSet,
  ParamSetAdded,
} from "../generated/ProtocolParams/ProtocolParams";
import { Gate, ParamSet } from "../generated/schema";
import { feed } from "./shared/activity";
import { protocol } from "./shared/protocol";

export function handleParamSetAdded(event: ParamSetAdded): void {
  const given = event.params.params;
  const set = new ParamSet(event.params.paramSetId.toString());
  set.paramSetId = event.params.paramSetId;
  set.seats = given.seats;
  set.reserves = given.reserves;
  set.itemsPerBatch = given.itemsPerBatch;
  set.keyWindow = given.keyWindow;
  set.commitWindow = given.commitWindow;
  set.revealWindow = given.revealWindow;
  set.auditWindow = given.auditWindow;
  set.answerWindow = given.answerWindow;
  set.juryWindow = given.juryWindow;
  set.epochWindow = given.epochWindow;
  set.acceptWindow = given.acceptWindow;
  set.withdrawDelay = given.withdrawDelay;
  set.unstakeCooldown = given.unstakeCooldown;
  set.attemptWindow = given.attemptWindow;
  set.admissionTtl = given.admissionTtl;
  set.auditLeaves = given.auditLeaves;
  set.trialMask = given.trialMask;
  set.gatedLanes = given.gatedLanes;
  set.stakeUnit = given.stakeUnit;
  set.minPublisherStake = given.minPublisherStake;
  set.roundFee = given.roundFee;
  set.custodianBond = given.custodianBond;
  set.demandBond = given.demandBond;
  set.challengeBond = given.challengeBond;
  set.epochBond = given.epochBond;
  set.leaseBond = given.leaseBond;
  set.exposureBps = given.exposureBps;
  set.splitBps = given.splitBps;
  set.addedBy = event.transaction.from;
  set.timestamp = event.block.timestamp;
  set.block = event.block.number;
  set.txHash = event.transaction.hash;
  set.save();

  const line = feed(event, "PARAM_SET_ADDED", event.transaction.from);
  line.count = event.params.paramSetId;
  line.save();

  const totals = protocol();
  totals.currentParamSet = set.id;
  totals.save();
}

export function handleGateSet(event: GateSet): void {
  const gate = new Gate(event.params.items.toString() + "-" + event.params.attempt.toString());
  gate.items = event.params.items;
  gate.attempt = event.params.attempt;
  gate.minPasses = event.params.minPasses;
  gate.addedBy = event.transaction.from;
  gate.timestamp = event.block.timestamp;
  gate.block = event.block.number;
  gate.txHash = event.transaction.hash;
  gate.save();

  const line = feed(event, "GATE_SET", event.transaction.from);
  line.count = BigInt.fromI32(event.params.items);
  line.save();
}

export function handleEntriesPaused(event: EntriesPaused): void {
  feed(event, "ENTRIES_PAUSED", event.params.guardian).save();

  const totals = protocol();
  totals.pausedUntil = event.params.until;
  totals.save();
}

export function handleEntriesUnpaused(event: EntriesUnpaused): void {
  feed(event, "ENTRIES_UNPAUSED", event.params.by).save();

  const totals = protocol();
  totals.pausedUntil = BigInt.zero();
  totals.save();
}

export function handleGuardianSet(event: GuardianSet): void {
  const line = feed(event, "GUARDIAN_SET", event.transaction.from);
  line.counterparty = event.params.guardian;
  line.save();

  const totals = protocol();
  totals.guardian = event.params.guardian;
  totals.save();
}
