import * as calls from "@assay/sdk/calls";
import { auditLeaf } from "@assay/sdk/hashing";
import type { Hex } from "viem";
import { before } from "../../platform/chain/outbox/intent.ts";
import { PHASE } from "../chainView.ts";
import type { StoredSeat } from "../store.ts";
import type { DutyContext } from "./context.ts";
import { raiseDemands } from "./demand.ts";
import { type Finding, findingOf, pinEvidence, pinLog } from "./evidence.ts";
import { openOwnExam } from "./exams.ts";
import { recheck, type TrialCheck, type TrialToCheck, trialToCheck } from "./recheck.ts";
import type { Published } from "./store.ts";

/** Share of the audit window in which a transcript nobody has yet is looked for again. */
const PATIENCE = 0.2;

/** The revealed seat before `own` in cyclic order, which `own` must audit; convicted ones keep their place. */
export function auditedBy(revealed: readonly number[], own: number): number | undefined {
  const before = revealed.filter((seat) => seat < own);
  const audited = before.at(-1) ?? revealed.at(-1);
  return audited === own ? undefined : audited;
}

export const auditKey = ({ roundId, redraw, seat }: { roundId: bigint; redraw: number; seat: number }): string =>
  `audit:${roundId}:${redraw}:${seat}`;

/**
 * A revealed seat's duty: ask for the audit, wait for its seed, run the drawn trials of the seat before it again, and
 * post the result. The recheck is one engine job under one key and the post one transaction under another, so a kill
 * at any line repeats nothing.
 */
export async function auditSeat(context: DutyContext, seat: StoredSeat): Promise<void> {
  const { identity, view, judges } = context;
  const { duties, log } = identity;
  const { roundId } = seat;
  const key = auditKey(seat);
  if ((await duties.duty(key)) !== undefined) return;
  const [phase, round] = await Promise.all([view.phase(roundId), view.round(roundId)]);
  if (!round.audits || phase < PHASE.audit || round.convicted.includes(seat.seat)) return;
  const done = (state: string, detail: object = {}) =>
    duties.setDuty({ key, roundId, state, detail: JSON.stringify(detail) });
  if (await duties.hasAudited(roundId, seat.seat)) return done("posted");
  const closedAt = await judges.revealsClosedAt(roundId);
  const end = closedAt + BigInt(round.auditWindow);
  const now = await view.now();
  if (now <= closedAt) return;
  if (phase > PHASE.audit || now > end) {
    log.warn("audit_missed", { roundId, seat: seat.seat });
    return done("missed");
  }
  const seed = await drawnSeed(context, seat, round.revealed.indexOf(seat.seat));
  const audited = auditedBy(round.revealed, seat.seat);
  const published = (await duties.published(roundId)).find((one) => one.seat === audited);
  if (seed === undefined || published === undefined) return;
  const { trialMask, auditLeaves } = await view.paramSet(BigInt(round.paramSetId));
  const drawn = Array.from({ length: auditLeaves }, (_, index) =>
    auditLeaf(seed, published.seat, index, { itemsPerBatch: round.itemsPerBatch, trialMask }),
  );
  const shown = await context.shelf.show(published, trialMask);
  if (shown.state === "missing" && (await view.now()) < closedAt + BigInt(Math.floor(round.auditWindow * PATIENCE)))
    return;
  const result =
    shown.state === "sound"
      ? await checkDrawn(
          context,
          seat,
          published,
          trialsAt(drawn, (at) => trialToCheck(shown.transcript, at.slot, at.position)),
        )
      : undefined;
  // What can't be read is asked for on chain; the answers are judged by demand.ts.
  if (shown.state !== "sound") await raiseDemands(context, published, seat.redraw, distinct(drawn), shown.why);
  const finding =
    result?.bad === undefined || shown.state !== "sound"
      ? undefined
      : findingOf(shown.transcript, result.bad.trial, result.bad.check);
  const logged = await pinLog(context, {
    schemaVersion: 1,
    kind: "audit",
    roundId: roundId.toString(),
    auditor: seat.seat,
    auditedSeat: published.seat,
    seed,
    transcriptCid: published.cid,
    transcript: shown.state,
    leaves: drawn,
    checks: result?.checks ?? [],
  });
  await post(context, seat, published.seat, logged, drawn, finding);
  await done(finding === undefined ? "posted" : "found", {
    auditedSeat: published.seat,
    ...logged,
    transcript: shown.state,
  });
  log.info("seat_audited", {
    roundId,
    seat: seat.seat,
    audited: published.seat,
    found: finding?.check.fault ?? null,
  });
}

/** The audits' seed; asks for the draw where nobody has. */
async function drawnSeed(
  { identity, judges, view, turns }: DutyContext,
  { roundId, redraw }: StoredSeat,
  rank: number,
): Promise<Hex | undefined> {
  const { requested, seed } = await judges.audit(roundId);
  const key = `audit-request:${roundId}:${redraw}`;
  if (!requested && turns.isMine(key, rank)) {
    const request = calls.audits.requestAudit(identity.deployment, { roundId });
    await identity.outbox.call(key, request, before(await view.phaseEnd(roundId)));
    identity.log.info("audit_requested", { roundId });
  }
  return seed;
}

type At = { slot: number; position: number };

function distinct(leaves: readonly At[]): At[] {
  return [...new Map(leaves.map((at) => [`${at.slot}:${at.position}`, at])).values()];
}

function trialsAt(leaves: readonly At[], find: (at: At) => TrialToCheck | undefined): TrialToCheck[] {
  return distinct(leaves).flatMap((at) => find(at) ?? []);
}

async function checkDrawn(
  context: DutyContext,
  { roundId, seed, seat }: StoredSeat,
  audited: Published,
  trials: TrialToCheck[],
): Promise<{ checks: TrialCheck[]; bad: { trial: TrialToCheck; check: TrialCheck } | undefined }> {
  const exam = await openOwnExam(context, roundId);
  const checks = await recheck(context, {
    roundId,
    seat: audited.seat,
    trials,
    batch: exam?.batch,
    jobKey: `audit:${seed}:${seat}:${audited.seat}:${context.identity.address}`,
  });
  const at = checks.findIndex(({ fault }) => fault !== null);
  const [trial, check] = [trials[at], checks[at]];
  return { checks, bad: trial === undefined || check === undefined ? undefined : { trial, check } };
}

async function post(
  context: DutyContext,
  seat: StoredSeat,
  auditedSeat: number,
  { hash, cid }: { hash: Hex; cid: string },
  drawn: readonly At[],
  finding: Finding | undefined,
): Promise<void> {
  const { identity, view } = context;
  const { roundId, redraw } = seat;
  const { outbox, deployment } = identity;
  const terms = before(await view.phaseEnd(roundId));
  const key = `audit-post:${roundId}:${redraw}:${seat.seat}`;
  if (finding === undefined) {
    const audit = calls.audits.postAudit(deployment, { roundId, auditedSeat, resultHash: hash, cid });
    await outbox.call(key, audit, terms);
    return;
  }
  const { trial } = finding;
  const index = drawn.findIndex((at) => at.slot === trial.slot && at.position === trial.position);
  const exam = await openOwnExam(context, roundId);
  const evidence = await pinEvidence(context, { roundId, seat: auditedSeat }, finding, exam?.key);
  const call = calls.audits.postFinding(deployment, {
    roundId,
    auditedSeat,
    resultHash: hash,
    index,
    trial: trial.hashes,
    path: finding.path,
    cid: evidence,
  });
  await outbox.call(key, call, terms);
}
