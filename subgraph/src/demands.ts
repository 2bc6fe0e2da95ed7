import { BigInt } from "@graphprotocol/graph-ts";
import {
  CreditAdded,
  CreditWithdrawn,
  DemandExpired,
  LeafAnswered,
  LeafDemanded,
} from "../generated/Availability/Availability";
import { Demand, Round } from "../generated/schema";
import { leafId } from "./shared/ids";
import { addJudgeCredit, takeJudgeCredit } from "./shared/judgeCredit";
import { currentSeat, seatLine } from "./shared/roundLine";

export function handleLeafDemanded(event: LeafDemanded): void {
  const round = Round.load(event.params.roundId.toString())!;
  const seat = currentSeat(round, event.params.seat);
  const demand = new Demand(leafId(seat.id, event.params.slot, event.params.position));
  demand.round = round.id;
  demand.draw = round.latestDraw;
  demand.seat = seat.id;
  demand.slot = event.params.slot;
  demand.position = event.params.position;
  demand.state = "OPEN";
  demand.demander = event.params.demander;
  demand.bond = event.params.bond;
  demand.deadline = event.params.deadline;
  demand.openedAt = event.block.timestamp;
  demand.openedTx = event.transaction.hash;
  demand.save();

  const line = seatLine(event, "LEAF_DEMANDED", round, seat);
  line.actor = event.params.demander;
  line.counterparty = seat.evaluator;
  line.amount = event.params.bond;
  line.count = BigInt.fromI32(event.params.slot);
  line.save();
}

/** Demands name seats of the newest draw, and none outlives it: a round with open ones cannot be drawn again. */
export function handleLeafAnswered(event: LeafAnswered): void {
  const round = Round.load(event.params.roundId.toString())!;
  const seat = currentSeat(round, event.params.seat);
  const demand = Demand.load(leafId(seat.id, event.params.slot, event.params.position))!;
  demand.state = "ANSWERED";
  demand.promptHash = event.params.promptHash;
  demand.outIds = event.params.outIds;
  demand.answerHash = event.params.answerHash;
  demand.closedAt = event.block.timestamp;
  demand.closedTx = event.transaction.hash;
  demand.save();

  const line = seatLine(event, "LEAF_ANSWERED", round, seat);
  line.counterparty = demand.demander;
  line.amount = demand.bond;
  line.count = BigInt.fromI32(event.params.slot);
  line.save();
}

/** Where it convicts, Admission's SeatConvicted follows. */
export function handleDemandExpired(event: DemandExpired): void {
  const round = Round.load(event.params.roundId.toString())!;
  const seat = currentSeat(round, event.params.seat);
  const demand = Demand.load(leafId(seat.id, event.params.slot, event.params.position))!;
  demand.state = event.params.convicted ? "EXPIRED" : "DROPPED";
  demand.closedAt = event.block.timestamp;
  demand.closedTx = event.transaction.hash;
  demand.save();

  const line = seatLine(event, "DEMAND_CLOSED", round, seat);
  line.counterparty = demand.demander;
  line.count = BigInt.fromI32(event.params.slot);
  // Passed: the seat did not fall for it.
  line.passed = !event.params.convicted;
  line.save();
}

export function handleCreditAdded(event: CreditAdded): void {
  addJudgeCredit(event, event.params.account, event.params.amount);
}

export function handleCreditWithdrawn(event: CreditWithdrawn): void {
  takeJudgeCredit(event, event.params.account, event.params.amount);
}
