import { BigInt, Bytes, ethereum } from "@graphprotocol/graph-ts";
import { StakeEvent } from "../../generated/schema";
import { account } from "./accounts";
import { logId } from "./ids";

/** The entry of a log that moves one stake; the caller adds what it moved and saves it. */
export function stakeEvent(event: ethereum.Event, kind: string, staker: Bytes): StakeEvent {
  const entry = new StakeEvent(logId(event));
  fillStakeEvent(entry, event, kind, staker);
  return entry;
}

export function fillStakeEvent(entry: StakeEvent, event: ethereum.Event, kind: string, staker: Bytes): void {
  entry.kind = kind;
  entry.staker = staker;
  entry.timestamp = event.block.timestamp;
  entry.block = event.block.number;
  entry.txHash = event.transaction.hash;
}

/** Adds to the account's exit, of which it has one; the contract only ever puts its time off. */
export function setExit(event: ethereum.Event, leaver: Bytes, amount: BigInt, availableAt: BigInt): void {
  const owner = account(leaver, event);
  owner.exiting = owner.exiting.plus(amount);
  owner.exitAvailableAt = availableAt;
  owner.save();
}
