import { ethereum } from "@graphprotocol/graph-ts";
import { Activity, Round, Seat } from "../../generated/schema";
import { feed } from "./activity";
import { seatId } from "./ids";

/** A feed line whose subjects are those of the round. */
export function roundLine(event: ethereum.Event, kind: string, round: Round): Activity {
  const line = feed(event, kind, event.transaction.from);
  line.round = round.id;
  line.model = round.model;
  line.datanet = round.datanet;
  line.version = round.version;
  return line;
}

/** The same about one of its seats. */
export function seatLine(event: ethereum.Event, kind: string, round: Round, seat: Seat): Activity {
  const line = roundLine(event, kind, round);
  line.seat = seat.id;
  return line;
}

/** A seat of the newest draw: what events of a round mean by a seat's number. */
export function currentSeat(round: Round, number: i32): Seat {
  return Seat.load(seatId(round.latestDraw, number))!;
}
