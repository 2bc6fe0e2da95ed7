import { BigInt, Bytes, ethereum } from "@graphprotocol/graph-ts";
import { Activity } from "../../generated/schema";
import { feed } from "./activity";

/** A feed line about a reward epoch; its number stays readable when a discarded epoch is gone. */
export function epochLine(event: ethereum.Event, kind: string, actor: Bytes, epoch: BigInt): Activity {
  const line = feed(event, kind, actor);
  line.epoch = epoch.toString();
  line.count = epoch;
  return line;
}
