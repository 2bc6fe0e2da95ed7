import { ethereum } from "@graphprotocol/graph-ts";
import { Activity, Round } from "../../generated/schema";
import { feed } from "./activity";

/** A feed line whose subjects are those of the round. */
export function roundLine(event: ethereum.Event, kind: string, round: Round): Activity {
  const line = feed(event, kind, event.transaction.from);
  line.round = round.id;
  line.model = round.model;
  line.datanet = round.datanet;
  line.version = round.version;
  return line;
}
