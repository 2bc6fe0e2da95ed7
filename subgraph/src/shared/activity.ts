import { BigInt, Bytes, ethereum } from "@graphprotocol/graph-ts";
import { Activity } from "../../generated/schema";
import { logId } from "./ids";
import { protocol } from "./protocol";

/** Blocks hold far fewer logs than this, so `sequence` orders the feed without ties. */
const LOGS_PER_BLOCK = BigInt.fromI32(1000000);

/** A feed line for this log with its required fields set; the caller adds its subjects and saves it. */
export function feed(event: ethereum.Event, kind: string, actor: Bytes): Activity {
  const line = new Activity(logId(event));
  line.kind = kind;
  line.sequence = event.block.number.times(LOGS_PER_BLOCK).plus(event.logIndex);
  line.actor = actor;
  line.txHash = event.transaction.hash;
  line.logIndex = event.logIndex.toI32();
  line.block = event.block.number;
  line.timestamp = event.block.timestamp;

  const totals = protocol();
  totals.activityCount += 1;
  totals.save();
  return line;
}
