import { BigInt, Bytes, ethereum } from "@graphprotocol/graph-ts";
import { Account, Evaluator } from "../../generated/schema";

/** The account of an address, made on first sight; not saved. */
export function account(address: Bytes, event: ethereum.Event): Account {
  const found = Account.load(address);
  if (found != null) return found;

  const fresh = new Account(address);
  fresh.credit = BigInt.zero();
  fresh.creditAdded = BigInt.zero();
  fresh.creditWithdrawn = BigInt.zero();
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
  fresh.activeUnits = BigInt.zero();
  fresh.lockedUnits = BigInt.zero();
  fresh.slashedUnits = BigInt.zero();
  fresh.exiting = BigInt.zero();
  fresh.seatCount = 0;
  fresh.revealedCount = 0;
  fresh.paidCount = 0;
  fresh.failedCount = 0;
  fresh.earned = BigInt.zero();
  fresh.registeredAt = event.block.timestamp;
  fresh.updatedAt = event.block.timestamp;
  return fresh;
}

/** a - b, but never below zero. */
export function minusToZero(a: BigInt, b: BigInt): BigInt {
  return a.gt(b) ? a.minus(b) : BigInt.zero();
}
