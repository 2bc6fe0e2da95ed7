import { BigInt, Bytes, ethereum } from "@graphprotocol/graph-ts";
import { ContributorExcluded, RoleExcluded, SelfSetProven } from "../generated/SeatExclusions/SeatExclusions";
import { Exclusion, Round } from "../generated/schema";
import { currentSeat } from "./shared/roundLine";

/** Admission's SeatExcluded follows and moves seat and round; the caller adds what it knows and saves. */
function exclusion(event: ethereum.Event, roundId: BigInt, number: i32, role: Bytes): Exclusion {
  const round = Round.load(roundId.toString())!;
  const seat = currentSeat(round, number);
  const found = new Exclusion(seat.id);
  found.round = round.id;
  found.seat = seat.id;
  found.role = role;
  found.timestamp = event.block.timestamp;
  found.block = event.block.number;
  found.txHash = event.transaction.hash;
  return found;
}

export function handleRoleExcluded(event: RoleExcluded): void {
  exclusion(event, event.params.roundId, event.params.seat, event.params.role).save();
}

/** "contributor" in 32 bytes, as Admission's event has it. */
const CONTRIBUTOR = Bytes.fromHexString("0x636f6e7472696275746f72000000000000000000000000000000000000000000");

export function handleContributorExcluded(event: ContributorExcluded): void {
  const found = exclusion(event, event.params.roundId, event.params.seat, CONTRIBUTOR);
  found.weight = event.params.weight;
  found.totalWeight = event.params.totalWeight;
  found.save();
}

/** Admission's SelfSetMarked follows. */
export function handleSelfSetProven(event: SelfSetProven): void {
  const round = Round.load(event.params.roundId.toString())!;
  round.selfSetWeight = event.params.weight;
  round.selfSetTotalWeight = event.params.totalWeight;
  round.save();
}
