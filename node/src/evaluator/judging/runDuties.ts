import { positionsOf } from "@assay/sdk/hashing";
import { type Address, isAddressEqual } from "viem";
import { PHASE } from "../chainView.ts";
import type { StoredSeat } from "../store.ts";
import { auditKey, auditSeat } from "./audit.ts";
import { challengeFinding, crossCheck, settleChallenge } from "./challenge.ts";
import type { DutyContext } from "./context.ts";
import { withdrawJudgeCredits } from "./credits.ts";
import { answerDemand, checkAnswer, expireDemand, raiseDemands } from "./demand.ts";
import { openOwnExam } from "./exams.ts";
import { excludePartial } from "./exclude.ts";
import { advanceCase } from "./jury.ts";
import { fetchBounty, findFault, keepFault, proveKept } from "./prove.ts";
import type { Published, RunningRound } from "./store.ts";

/** Look at judges' credits every so often, milliseconds. */
const CREDIT_MS = 5_000;
/** Share of the audit window that a seat's auditor has for itself before others act on the same seat. */
const AUDITORS_SHARE = 0.5;

/** Runs `work` unless the same key still runs or failed a moment ago; see runIdentity.ts. */
export type Guard = (key: string, work: () => Promise<void>) => void;

/** One look at everything a judge may ask of this identity, or that it may win from. */
export function createDutyTick(context: DutyContext, guard: Guard): () => Promise<void> {
  const { identity } = context;
  const { store, duties, address } = identity;
  // Spreads identities over what anyone may do; the same in every run.
  const rank = Number(BigInt(address) % 5n);
  const isOwn = (account: Address): boolean => isAddressEqual(account, address);
  let creditsAt = 0;
  return async () => {
    // What has a deadline and costs the unit comes first.
    for (const demand of await duties.openDemands()) {
      const name = `${demand.roundId}:${demand.seat}:${demand.slot}:${demand.position}`;
      if (
        (await store.seatsOf(demand.roundId)).some(({ seat, result }) => seat === demand.seat && result !== undefined)
      )
        guard(`answer:${name}`, () => answerDemand(context, demand));
      else guard(`expire:${name}`, () => expireDemand(context, demand, isOwn(demand.demander) ? 0 : 2 + rank));
    }
    for (const one of await duties.openCases()) guard(`case:${one.caseId}`, () => advanceCase(context, one, rank));
    for (const seat of await store.runningSeats())
      if (seat.state === "revealed" && (await duties.duty(auditKey(seat))) === undefined)
        guard(auditKey(seat), () => auditSeat(context, seat));
    for (const round of await duties.runningRounds()) {
      guard(`exclude:${round.roundId}`, () => excludePartial(context, round, rank));
      const own = await store.seatsOf(round.roundId);
      // Before its own reveal an honest seat has no use for others' transcripts.
      const isBound = own.some(({ state }) => state === "keyed" || state === "evaluated" || state === "committed");
      const strangers = (await duties.published(round.roundId)).filter(
        ({ seat }) => !own.some((one) => one.seat === seat),
      );
      for (const published of isBound ? [] : strangers)
        guard(`watch:${round.roundId}:${published.seat}`, () => watchSeat(context, round, published));
      for (const demand of await duties.demands(round.roundId))
        if (demand.state === "answered" && isOwn(demand.demander))
          guard(`answered:${demand.roundId}:${demand.seat}:${demand.slot}`, () => checkAnswer(context, demand));
    }
    for (const duty of await duties.dutiesLike("fault:")) {
      const published = (await duties.published(duty.roundId)).find(({ seat }) => duty.key.endsWith(`:${seat}`));
      if (published !== undefined) guard(`bounty:${duty.key}`, () => fetchBounty(context, published));
    }
    for (const challenge of await duties.openChallenges()) {
      const isClosed = !(await duties.openCases()).some(({ caseId }) => caseId === challenge.caseId);
      if (
        isClosed &&
        context.turns.isMine(`settle:${challenge.challengeId}`, isOwn(challenge.challenger) ? 0 : 1 + rank)
      )
        guard(`settle:${challenge.challengeId}`, () => settleChallenge(context, challenge));
    }
    if (Date.now() - creditsAt > CREDIT_MS) {
      creditsAt = Date.now();
      guard("judge-credits", () => withdrawJudgeCredits(context));
    }
  };
}

/** Reads another seat's transcript once: proves what hashing shows, challenges what an own answer contradicts. */
async function watchSeat(context: DutyContext, round: RunningRound, published: Published): Promise<void> {
  const { identity, view, judges, shelf } = context;
  const { duties, store } = identity;
  const { roundId, redraw } = round;
  await proveKept(context, published, redraw);
  const key = `watch:${roundId}:${redraw}:${published.seat}`;
  if ((await duties.duty(key)) !== undefined) return;
  const [phase, chainRound] = await Promise.all([view.phase(roundId), view.round(roundId)]);
  if (phase > PHASE.audit || chainRound.convicted.includes(published.seat)) return;
  const { trialMask } = await view.paramSet(BigInt(chainRound.paramSetId));
  const shown = await shelf.show(published, trialMask);
  const done = (state: string) => duties.setDuty({ key, roundId, state, detail: "{}" });
  const exam = await openOwnExam(context, roundId);
  const fault = await findFault(context, published, shown, exam?.batch);
  if (fault !== undefined) {
    await keepFault(context, published, redraw, fault);
    await done("fault");
    return await proveKept(context, published, redraw);
  }
  // The rest needs the exam's key, and is the auditor's before it is ours.
  const own = ownSeat(await store.seatsOf(roundId));
  const closedAt = await judges.revealsClosedAt(roundId);
  if (own === undefined || phase !== PHASE.audit || closedAt === 0n)
    return shown.state === "sound" && own === undefined ? await done("sound") : undefined;
  const finding = shown.state === "sound" ? await crossCheck(context, own, published, shown.transcript) : undefined;
  if (shown.state === "sound" && finding === undefined) return done("sound");
  const turn = closedAt + BigInt(Math.floor(chainRound.auditWindow * AUDITORS_SHARE));
  const isAudited = await duties.hasAudited(roundId, auditorOf(chainRound.revealed, published.seat));
  if (!isAudited && (await view.now()) < turn) return;
  if (finding !== undefined)
    await challengeFinding(context, { roundId, seat: published.seat, redraw }, finding, exam?.key);
  else if (shown.state !== "sound" && !(await duties.demands(roundId)).some(({ seat }) => seat === published.seat))
    await raiseDemands(context, published, redraw, spread(chainRound.itemsPerBatch, trialMask), shown.why);
  await done(finding === undefined ? "demanded" : "challenged");
}

function ownSeat(seats: readonly StoredSeat[]): StoredSeat | undefined {
  return seats.find(({ state, result }) => state === "revealed" && result !== undefined);
}

/** The next revealed seat in cyclic order. */
function auditorOf(revealed: readonly number[], seat: number): number {
  return revealed.find((one) => one > seat) ?? revealed[0] ?? seat;
}

/** Trials from everywhere in the batch: their paths show most of the tree. */
function spread(items: number, trialMask: bigint): { slot: number; position: number }[] {
  const position = positionsOf(trialMask)[0] ?? 0;
  return [0, 1, 2].map((part) => ({ slot: Math.floor((part * items) / 3), position }));
}
