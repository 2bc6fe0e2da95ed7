import * as calls from "@assay/sdk/calls";
import { parseDocument } from "@assay/sdk/documents";
import { trialPath } from "@assay/sdk/hashing";
import { maxUint256 } from "viem";
import { challengeFinding } from "./challenge.ts";
import type { DutyContext } from "./context.ts";
import { openOwnExam } from "./exams.ts";
import { recheck } from "./recheck.ts";
import type { Demand, Leaf, Published } from "./store.ts";
import { readTranscript } from "./transcripts.ts";

/** Trials one identity asks of one seat: silence on one convicts, and each costs a bond for as long as it is open. */
const ASKED = 3;

const nameOf = ({ roundId, seat, slot, position }: Leaf, redraw: number): string =>
  `${roundId}:${redraw}:${seat}:${slot}:${position}`;

/** Asks a seat on chain for some of `leaves`, since its transcript can't be read. */
export async function raiseDemands(
  { identity }: DutyContext,
  { roundId, seat }: Published,
  redraw: number,
  leaves: readonly { slot: number; position: number }[],
  why: string,
): Promise<void> {
  const { outbox, deployment, duties, log } = identity;
  const taken = new Set((await duties.demands(roundId)).map((one) => `${one.seat}:${one.slot}:${one.position}`));
  const asked = leaves.filter((at) => !taken.has(`${seat}:${at.slot}:${at.position}`)).slice(0, ASKED);
  if (asked.length === 0) return;
  // Once for all demands: the contract takes bonds in calls of this account alone.
  const allowance = { spender: deployment.addresses.availability, amount: maxUint256 };
  await outbox.call("approve:demands", calls.token.approve(deployment, allowance));
  const demands = asked.map((at) => {
    const leaf = { roundId, seat, ...at };
    return outbox.call(`demand:${nameOf(leaf, redraw)}`, calls.availability.demand(deployment, { leaf }));
  });
  await Promise.all(demands);
  log.warn("leaves_demanded", { roundId, seat, leaves: asked.length, why });
}

/** Shows a trial that was demanded of an own seat, from the transcript kept here since the evaluation. */
export async function answerDemand({ identity, view }: DutyContext, demand: Demand): Promise<void> {
  const { outbox, deployment, store, log } = identity;
  const { roundId, seat, slot, position } = demand;
  const own = (await store.seatsOf(roundId)).find((one) => one.seat === seat);
  if (own?.result === undefined) return;
  const { paramSetId } = await view.round(roundId);
  const { trialMask } = await view.paramSet(BigInt(paramSetId));
  const { document, items, tree } = readTranscript(parseDocument("transcript", own.result.transcript), trialMask);
  const trial = document.items[slot]?.trials.find((one) => one.position === position);
  const hashes = items[slot]?.trials.find((one) => one.position === position);
  const path = tree === undefined ? undefined : trialPath(items, tree, slot, position);
  if (trial === undefined || hashes === undefined || path === undefined) return;
  const leaf = { roundId, seat, slot, position };
  const outIds = calls.availability.encodeOutIds(trial.outIds);
  await outbox.call(
    `answer:${nameOf(leaf, own.redraw)}`,
    calls.availability.answer(deployment, { leaf, trial: hashes, outIds, path }),
    { deadline: demand.deadline },
  );
  log.info("demand_answered", { roundId, seat, slot, position });
}

/**
 * Ends a demand that nobody answered in time: the seat is convicted, the bounty is the demander's. Anyone may; `rank` says
 * how long this identity leaves it to others.
 */
export async function expireDemand(
  { identity, view, judges, turns }: DutyContext,
  demand: Demand,
  rank: number,
): Promise<void> {
  const { outbox, deployment, duties, log } = identity;
  const { roundId, seat, slot, position } = demand;
  const redraw = (await duties.round(roundId))?.redraw ?? 0;
  const isOpen = await judges.isHearing(roundId);
  if (isOpen && (await view.now()) <= BigInt(demand.deadline)) return;
  if (!turns.isMine(`expire:${nameOf(demand, redraw)}`, rank)) return;
  const leaf = { roundId, seat, slot, position };
  await outbox.call(`expire:${nameOf(leaf, redraw)}`, calls.availability.expire(deployment, { leaf }));
  log.info("demand_expired", { roundId, seat, slot, position });
}

/** Runs a trial again that a seat showed on this identity's demand, and challenges it where it is wrong. */
export async function checkAnswer(context: DutyContext, demand: Demand): Promise<void> {
  const { identity, judges } = context;
  const { duties } = identity;
  const { roundId, seat, slot, position, tx } = demand;
  const round = await duties.round(roundId);
  const key = `answered:${nameOf(demand, round?.redraw ?? 0)}`;
  if (tx === undefined || round === undefined || (await duties.duty(key)) !== undefined) return;
  const { trial, outIds, path } = await judges.answered(tx);
  const exam = await openOwnExam(context, roundId);
  const hashes = { position, ...trial };
  const shown = { slot, position, prompt: null, outIds, canonical: null, hashes, plain: [] };
  const jobKey = `answer:${round.seed}:${seat}:${slot}:${position}:${identity.address}`;
  const [check] =
    exam === undefined ? [] : await recheck(context, { roundId, seat, trials: [shown], batch: exam.batch, jobKey });
  if (check !== undefined && check.fault !== null) {
    const finding = {
      trial: shown,
      check,
      path: {
        ...path,
        trialSiblings: [...path.trialSiblings],
        itemSiblings: [...path.itemSiblings].map(({ hash, sums }) => ({ hash, sums })),
      },
    };
    await challengeFinding(context, { roundId, seat, redraw: round.redraw }, finding, exam?.key);
  }
  await duties.setDuty({ key, roundId, state: check?.fault ?? "sound", detail: "{}" });
}
