import { BigInt, Bytes, ethereum } from "@graphprotocol/graph-ts";
import {
  CaseClosed,
  CaseOpened,
  CreditAdded,
  CreditWithdrawn,
  JurorsDrawn,
  VoteCommitted,
  VoteRevealed,
} from "../generated/Jury/Jury";
import { Activity, Challenge, Juror, JuryCase, ParamSet, Round } from "../generated/schema";
import { evaluator } from "./shared/accounts";
import { feed } from "./shared/activity";
import { jurorId } from "./shared/ids";
import { addJudgeCredit, takeJudgeCredit } from "./shared/judgeCredit";
import { protocol } from "./shared/protocol";

/** `CaseState.Decided` of the contract. */
const DECIDED: i32 = 4;

/** A feed line about a case, and about the round where a seat's trial is asked about. */
function caseLine(event: ethereum.Event, kind: string, asked: JuryCase, actor: Bytes): Activity {
  const line = feed(event, kind, actor);
  line.juryCase = asked.id;
  if (asked.challenge !== null) {
    const challenge = Challenge.load(asked.challenge!)!;
    const round = Round.load(challenge.round)!;
    line.round = round.id;
    line.seat = challenge.seat;
    line.model = round.model;
    line.datanet = round.datanet;
  }
  return line;
}

/** The contract that asks tells next, in the same transaction, what the case is about. */
export function handleCaseOpened(event: CaseOpened): void {
  const asked = new JuryCase(event.params.caseId.toString());
  asked.caseId = event.params.caseId;
  asked.client = event.params.client;
  asked.subject = event.params.subject;
  asked.state = "WAITING";
  asked.wantedJurors = event.params.jurors;
  asked.pay = event.params.pay;
  asked.evidenceCid = event.params.evidenceCid;
  asked.window = ParamSet.load(protocol().currentParamSet!)!.juryWindow;
  asked.jurorCount = 0;
  asked.committedCount = 0;
  asked.revealedCount = 0;
  asked.openedAt = event.block.timestamp;
  asked.openedTx = event.transaction.hash;
  asked.save();

  const line = caseLine(event, "CASE_OPENED", asked, event.transaction.from);
  line.counterparty = event.params.client;
  line.count = BigInt.fromI32(event.params.jurors);
  line.amount = event.params.pay;
  line.save();
}

export function handleJurorsDrawn(event: JurorsDrawn): void {
  const jurors = event.params.jurors;
  const asked = JuryCase.load(event.params.caseId.toString())!;
  asked.state = "VOTING";
  asked.seed = event.params.seed;
  asked.jurorCount = jurors.length;
  asked.commitDeadline = event.params.commitDeadline;
  asked.drawnAt = event.block.timestamp;
  asked.drawnTx = event.transaction.hash;
  asked.save();

  for (let number = 0; number < jurors.length; number++) {
    const who = evaluator(jurors[number], event);
    who.save();
    const juror = new Juror(jurorId(event.params.caseId, number));
    juror.juryCase = asked.id;
    juror.number = number;
    juror.evaluator = who.id;
    juror.state = "DRAWN";
    juror.save();
  }

  const line = caseLine(event, "JURORS_DRAWN", asked, event.transaction.from);
  line.count = BigInt.fromI32(jurors.length);
  line.save();
}

export function handleVoteCommitted(event: VoteCommitted): void {
  const asked = JuryCase.load(event.params.caseId.toString())!;
  const juror = Juror.load(jurorId(event.params.caseId, event.params.juror))!;
  juror.state = "COMMITTED";
  juror.commitment = event.params.commitment;
  juror.committedTx = event.transaction.hash;
  juror.save();

  asked.committedCount += 1;
  if (asked.committedCount == asked.jurorCount) asked.commitsClosedAt = event.block.timestamp;
  asked.save();
  caseLine(event, "VOTE_COMMITTED", asked, juror.evaluator).save();
}

export function handleVoteRevealed(event: VoteRevealed): void {
  const asked = JuryCase.load(event.params.caseId.toString())!;
  const juror = Juror.load(jurorId(event.params.caseId, event.params.juror))!;
  juror.state = "REVEALED";
  juror.answer = event.params.answer;
  juror.margin = event.params.margin;
  juror.revealedTx = event.transaction.hash;
  juror.save();

  asked.revealedCount += 1;
  asked.save();
  caseLine(event, "VOTE_REVEALED", asked, juror.evaluator).save();
}

/** Charges and slashes of jurors follow as the stake's own events. */
export function handleCaseClosed(event: CaseClosed): void {
  const asked = JuryCase.load(event.params.caseId.toString())!;
  asked.state = event.params.state == DECIDED ? "DECIDED" : "HUNG";
  if (asked.state == "DECIDED") asked.verdict = event.params.verdict;
  asked.votesFor = event.params.votesFor;
  asked.closedAt = event.block.timestamp;
  asked.closedTx = event.transaction.hash;
  asked.save();

  for (let number = 0; number < asked.jurorCount; number++) {
    const juror = Juror.load(jurorId(event.params.caseId, number))!;
    if (juror.state == "DRAWN") juror.state = "SILENT";
    if (juror.state == "COMMITTED") juror.state = "WITHHELD";
    juror.save();
  }

  const line = caseLine(event, "CASE_CLOSED", asked, event.transaction.from);
  line.count = BigInt.fromI32(event.params.votesFor);
  // Passed: a majority decided.
  line.passed = asked.state == "DECIDED";
  line.save();
}

export function handleCreditAdded(event: CreditAdded): void {
  addJudgeCredit(event, event.params.account, event.params.amount);
}

export function handleCreditWithdrawn(event: CreditWithdrawn): void {
  takeJudgeCredit(event, event.params.account, event.params.amount);
}
