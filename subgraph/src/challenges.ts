import { BigInt } from "@graphprotocol/graph-ts";
import {
  ChallengeOpened,
  ChallengeSettled,
  CreditAdded,
  CreditWithdrawn,
} from "../generated/LeafChallenges/LeafChallenges";
import { Challenge, JuryCase, Round, Seat } from "../generated/schema";
import { addJudgeCredit, takeJudgeCredit } from "./shared/judgeCredit";
import { currentSeat, seatLine } from "./shared/roundLine";

/** Contract order of `ChallengeEnd`; a settled challenge has one. */
const ENDS: string[] = ["", "BAD", "CLEAN", "HUNG", "VOID", "MOOT"];

/** The jury told of the case in the same transaction, before this. */
export function handleChallengeOpened(event: ChallengeOpened): void {
  const round = Round.load(event.params.roundId.toString())!;
  const seat = currentSeat(round, event.params.seat);
  const asked = JuryCase.load(event.params.caseId.toString())!;
  const challenge = new Challenge(event.params.challengeId.toString());
  challenge.challengeId = event.params.challengeId;
  challenge.round = round.id;
  challenge.draw = round.latestDraw;
  challenge.seat = seat.id;
  challenge.slot = event.params.slot;
  challenge.position = event.params.position;
  challenge.leaf = event.params.leaf;
  challenge.challenger = event.params.challenger;
  challenge.bond = event.params.bond;
  challenge.finding = false;
  challenge.juryCase = asked.id;
  challenge.openedAt = event.block.timestamp;
  challenge.openedTx = event.transaction.hash;
  challenge.save();
  asked.challenge = challenge.id;
  asked.save();

  const line = seatLine(event, "CHALLENGE_OPENED", round, seat);
  line.actor = event.params.challenger;
  line.counterparty = seat.evaluator;
  line.juryCase = asked.id;
  line.amount = event.params.bond;
  line.count = BigInt.fromI32(event.params.slot);
  line.save();
}

/** A conviction or the round's end follows. The seat is that of the opening, also where a redraw came between. */
export function handleChallengeSettled(event: ChallengeSettled): void {
  const end = ENDS[event.params.end];
  const challenge = Challenge.load(event.params.challengeId.toString())!;
  challenge.end = end;
  challenge.verdict = event.params.verdict;
  challenge.settledAt = event.block.timestamp;
  challenge.settledTx = event.transaction.hash;
  challenge.save();

  const seat = Seat.load(challenge.seat)!;
  const line = seatLine(event, "CHALLENGE_SETTLED", Round.load(challenge.round)!, seat);
  line.counterparty = challenge.challenger;
  line.juryCase = challenge.juryCase;
  // Passed: the jury found the trial as the seat revealed it. Absent where it decided nothing.
  if (end == "BAD" || end == "CLEAN") line.passed = end == "CLEAN";
  line.save();
}

export function handleCreditAdded(event: CreditAdded): void {
  addJudgeCredit(event, event.params.account, event.params.amount);
}

export function handleCreditWithdrawn(event: CreditWithdrawn): void {
  takeJudgeCredit(event, event.params.account, event.params.amount);
}
