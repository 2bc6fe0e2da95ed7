import { BigInt, Bytes, ethereum } from "@graphprotocol/graph-ts";
import { Account, Evaluator, Staker } from "../../generated/schema";

/** The account of an address, made on first sight; not saved. */
export function account(address: Bytes, event: ethereum.Event): Account {
  const found = Account.load(address);
  if (found != null) return found;

  const fresh = new Account(address);
  fresh.credit = BigInt.zero();
  fresh.creditAdded = BigInt.zero();
  fresh.creditWithdrawn = BigInt.zero();
  fresh.rewardCredit = BigInt.zero();
  fresh.exiting = BigInt.zero();
  fresh.exitAvailableAt = BigInt.zero();
  fresh.rewardsClaimed = BigInt.zero();
  fresh.datanetCount = 0;
  fresh.modelCount = 0;
  fresh.firstSeenAt = event.block.timestamp;
  return fresh;
}

/** The evaluator with this address, made on first sight; not saved. */
export function evaluator(address: Bytes, event: ethereum.Event): Evaluator {
  const found = Evaluator.load(address);
  if (found != null) {
    found.updatedAt = event.block.timestamp;
    return found;
  }
  const fresh = new Evaluator(address);
  fresh.units = BigInt.zero();
  fresh.leavingUnits = BigInt.zero();
  fresh.nextUnits = BigInt.zero();
  fresh.effectiveEpoch = BigInt.zero();
  fresh.availableAt = BigInt.zero();
  fresh.lockedUnits = BigInt.zero();
  fresh.slashedUnits = BigInt.zero();
  fresh.slashed = BigInt.zero();
  fresh.charged = BigInt.zero();
  fresh.debt = BigInt.zero();
  fresh.seatCount = 0;
  fresh.revealedCount = 0;
  fresh.paidCount = 0;
  fresh.failedCount = 0;
  fresh.convictedCount = 0;
  fresh.earned = BigInt.zero();
  fresh.registeredAt = event.block.timestamp;
  fresh.updatedAt = event.block.timestamp;
  return fresh;
}

/** The evaluator with this number in draws; not saved. Only stakers are ever named by number. */
export function stakerOf(stakerId: BigInt, event: ethereum.Event): Evaluator {
  return evaluator(Staker.load(stakerId.toString())!.evaluator, event);
}

/** a - b, but never below zero. */
export function minusToZero(a: BigInt, b: BigInt): BigInt {
  return a.gt(b) ? a.minus(b) : BigInt.zero();
}
