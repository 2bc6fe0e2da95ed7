import { BigInt, store } from "@graphprotocol/graph-ts";
import {
  CreditAdded,
  CreditWithdrawn,
  EpochDiscarded,
  EpochObjected,
  ObjectionSettled,
} from "../generated/RewardDistributor/RewardDistributor";
import { DiscardedEpoch, Epoch, JuryCase, Objection } from "../generated/schema";
import { account, minusToZero } from "./shared/accounts";
import { feed } from "./shared/activity";
import { epochLine } from "./shared/epochLine";
import { protocol } from "./shared/protocol";

/** Contract order of `Outcome`; a settled objection has one. */
const OUTCOMES: string[] = ["", "UPHELD", "OVERTURNED", "HUNG", "MOOT"];

export function handleEpochObjected(event: EpochObjected): void {
  const objection = new Objection(event.params.caseId.toString());
  objection.caseId = event.params.caseId;
  objection.epoch = event.params.epoch;
  objection.attempt = event.params.attempt;
  objection.objector = event.params.objector;
  objection.recomputed = event.params.recomputed;
  objection.bond = event.params.bond;
  objection.pay = event.params.pay;
  objection.evidenceCid = event.params.evidenceCid;
  objection.openedAt = event.block.timestamp;
  objection.openedTx = event.transaction.hash;
  objection.save();

  const asked = JuryCase.load(objection.id);
  if (asked != null) {
    asked.objection = objection.id;
    asked.save();
  }

  const epoch = Epoch.load(event.params.epoch.toString())!;
  epoch.objectionCount += 1;
  epoch.openObjectionCount += 1;
  epoch.save();

  const line = epochLine(event, "EPOCH_OBJECTED", event.params.objector, event.params.epoch);
  line.amount = event.params.bond;
  line.cid = event.params.evidenceCid;
  line.save();
}

/** Of every outcome but upheld, an EpochDiscarded tells of the posting, here or before. */
export function handleObjectionSettled(event: ObjectionSettled): void {
  const outcome = OUTCOMES[event.params.outcome];
  const objection = Objection.load(event.params.caseId.toString())!;
  objection.outcome = outcome;
  objection.verdict = event.params.verdict;
  objection.refund = event.params.refund;
  objection.settledAt = event.block.timestamp;
  objection.settledTx = event.transaction.hash;
  objection.save();

  if (outcome == "UPHELD") {
    const epoch = Epoch.load(event.params.epoch.toString())!;
    epoch.openObjectionCount -= 1;
    epoch.save();
  }

  const line = epochLine(event, "OBJECTION_SETTLED", event.transaction.from, event.params.epoch);
  line.counterparty = objection.objector;
  // Passed: the jury found the posted fact.
  line.passed = outcome == "UPHELD";
  line.save();
}

export function handleEpochDiscarded(event: EpochDiscarded): void {
  const epoch = Epoch.load(event.params.epoch.toString())!;
  const discarded = new DiscardedEpoch(event.params.attempt.toString());
  discarded.attempt = event.params.attempt;
  discarded.epoch = epoch.epoch;
  discarded.poster = epoch.poster;
  discarded.root = epoch.root;
  discarded.sumRoot = epoch.sumRoot;
  discarded.total = epoch.total;
  discarded.attributionHash = epoch.attributionHash;
  discarded.cid = epoch.cid;
  discarded.bond = epoch.bond;
  discarded.by = event.params.by;
  discarded.ground = event.params.ground;
  discarded.bounty = event.params.bounty;
  discarded.toTreasury = event.params.toTreasury;
  discarded.postedAt = epoch.postedAt;
  discarded.postedTx = epoch.postedTx;
  discarded.timestamp = event.block.timestamp;
  discarded.block = event.block.number;
  discarded.txHash = event.transaction.hash;
  discarded.save();
  store.remove("Epoch", epoch.id);

  const line = epochLine(event, "EPOCH_DISCARDED", event.params.by, event.params.epoch);
  line.amount = event.params.bounty;
  line.cid = discarded.cid;
  line.save();

  const before = Epoch.load(epoch.epoch.minus(BigInt.fromI32(1)).toString());
  const totals = protocol();
  totals.latestEpoch = before == null ? null : before.id;
  totals.save();
}

export function handleCreditAdded(event: CreditAdded): void {
  const owner = account(event.params.account, event);
  owner.rewardCredit = owner.rewardCredit.plus(event.params.amount);
  owner.save();
}

export function handleCreditWithdrawn(event: CreditWithdrawn): void {
  const owner = account(event.params.account, event);
  owner.rewardCredit = minusToZero(owner.rewardCredit, event.params.amount);
  owner.save();

  const line = feed(event, "REWARD_CREDIT_WITHDRAWN", event.params.account);
  line.amount = event.params.amount;
  line.save();
}
