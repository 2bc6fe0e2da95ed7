import * as calls from "@assay/sdk/calls";
import { type TrialHashes, trialLeaf, voteCommitment } from "@assay/sdk/hashing";
import { type Hex, keccak256 } from "viem";
import type { ExamBatchPlain } from "../../exam/batch.ts";
import type { Terms } from "../../platform/chain/outbox/intent.ts";
import { messageOf } from "../../platform/errors.ts";
import { isAboutContent } from "../../platform/ipfs/faults.ts";
import type { DutyContext } from "./context.ts";
import { type Evidence, readEvidence } from "./evidence.ts";
import { openExamOf, openOwnExam } from "./exams.ts";
import { CASE } from "./judgeView.ts";
import { answerOf, recheck, type TrialToCheck, trialToCheck } from "./recheck.ts";
import type { Case, Challenge } from "./store.ts";

interface Vote {
  answer: Hex;
  /** millionths, as text */
  margin: string;
}

/**
 * One look at a case. Anyone draws it and closes it; a juror runs the challenged trial again, commits its answer, and
 * opens it once all have committed. The answer is stored before the commitment is sent, and salts follow from the key,
 * so a killed juror neither votes twice nor forgets what it voted.
 */
export async function advanceCase(context: DutyContext, one: Case, rank: number): Promise<void> {
  const { identity, judges, view, turns } = context;
  const { caseId } = one;
  const state = await judges.caseState(caseId);
  // Turns begin once the call would pass, or all would have waited theirs out by then.
  const isMyTurn = async (step: "draw" | "close"): Promise<boolean> =>
    (await judges.wouldPass(identity.address, step, caseId)) && turns.isMine(`${step}:${caseId}`, rank);
  if (state === CASE.waiting && (await isMyTurn("draw"))) return await act(context, caseId, "draw");
  const own = one.jurors.flatMap((juror, at) => (juror.toLowerCase() === identity.address.toLowerCase() ? [at] : []));
  if (state === CASE.voting && own.length > 0) {
    const vote = await voteOn(context, one);
    if (vote === undefined) return;
    const terms = until((await judges.caseDeadlines(caseId)).commit);
    await Promise.all(own.map((juror) => commitVote(context, { caseId, juror }, vote, terms)));
  }
  if (state !== CASE.revealing) return;
  const { reveal } = await judges.caseDeadlines(caseId);
  const isLate = (await view.now()) > reveal;
  if (!isLate) await Promise.all(own.map((juror) => revealVote(context, { caseId, juror }, until(reveal))));
  if (await isMyTurn("close")) await act(context, caseId, "close");
}

async function act({ identity }: DutyContext, caseId: bigint, step: "draw" | "close"): Promise<void> {
  const key = `jury-${step}:${caseId}`;
  if ((await identity.outbox.stateOf(key)) === "mined") return;
  await identity.outbox.call(key, calls.jury[step](identity.deployment, { caseId }));
  identity.log.info(`case_${step === "draw" ? "drawn" : "closed"}`, { caseId });
}

/** This identity's answer in a case: what it decided before, or what running the trial again shows. */
async function voteOn(context: DutyContext, one: Case): Promise<Vote | undefined> {
  const { identity } = context;
  const { duties, deployment, log } = identity;
  const key = `vote:${one.caseId}`;
  const kept = await duties.duty(key);
  if (kept !== undefined) return kept.state === "decided" ? (JSON.parse(kept.detail) as Vote) : undefined;
  const challenge = await duties.challengeOfCase(one.caseId);
  const isLeaf = one.client.toLowerCase() === deployment.addresses.challenges.toLowerCase();
  if (!isLeaf) {
    log.warn("case_not_served", { caseId: one.caseId, client: one.client, why: "this role judges trials only" });
    await duties.setDuty({ key, roundId: 0n, state: "not served", detail: "{}" });
    return undefined;
  }
  if (challenge === undefined) return undefined;
  const evidence = await readEvidence(context, one.evidenceCid, challenge.leaf);
  const trial = await challengedTrial(context, challenge, evidence);
  if (trial === undefined) {
    log.warn("case_without_trial", { caseId: one.caseId, seat: challenge.seat });
    return undefined;
  }
  const { roundId, seat } = challenge;
  const seed = (await duties.round(roundId))?.seed;
  const batch = await examFor(context, roundId, evidence);
  const jobKey = `vote:${seed}:${one.caseId}:${identity.address}`;
  const [check] = await recheck(context, { roundId, seat, trials: [trial], batch, jobKey });
  if (check === undefined) return undefined;
  const { answer, margin } = answerOf(check);
  const vote = { answer, margin: margin.toString() };
  await duties.setDuty({ key, roundId, state: "decided", detail: JSON.stringify(vote) });
  log.info("case_decided", { caseId: one.caseId, fault: check.fault, firstBadToken: check.firstBadToken });
  return vote;
}

/** The challenged trial in full: from the accused's transcript, the evidence, or an answer to a demand on chain. */
async function challengedTrial(
  context: DutyContext,
  { roundId, seat, slot, position, leaf }: Challenge,
  evidence: Evidence,
): Promise<TrialToCheck | undefined> {
  const { identity, view, judges, shelf } = context;
  const { duties } = identity;
  const { paramSetId } = await view.round(roundId);
  const { trialMask } = await view.paramSet(BigInt(paramSetId));
  const published = (await duties.published(roundId)).find((one) => one.seat === seat);
  const shown = published === undefined ? undefined : await shelf.show(published, trialMask);
  const isIt = (trial: { hashes: Omit<TrialHashes, "position"> }): boolean => trialLeaf(trial.hashes) === leaf;
  if (shown?.state === "sound") {
    const trial = trialToCheck(shown.transcript, slot, position);
    if (trial !== undefined && isIt(trial)) return trial;
  }
  if (evidence.trial !== undefined) return evidence.trial;
  const answered = (await duties.demands(roundId)).find(
    (one) => one.seat === seat && one.slot === slot && one.position === position && one.tx !== undefined,
  );
  if (answered?.tx === undefined) return undefined;
  const { trial, outIds } = await judges.answered(answered.tx);
  const hashes = { position, ...trial };
  const found = { slot, position, prompt: null, outIds, canonical: null, hashes, plain: [] };
  return isIt(found) ? found : undefined;
}

/** The exam by an own seat's key or by the one that came with the evidence; undefined where neither opens it. */
async function examFor(
  context: DutyContext,
  roundId: bigint,
  { batchKey }: Evidence,
): Promise<ExamBatchPlain | undefined> {
  const own = await openOwnExam(context, roundId);
  if (own !== undefined || batchKey === undefined) return own?.batch;
  try {
    return await openExamOf(context, roundId, batchKey);
  } catch (error) {
    // The vote stands for good, so it waits until this node and its chain work again.
    if (!isAboutContent(error)) throw error;
    context.identity.log.info("evidence_key_refused", { roundId, error: messageOf(error) });
    return undefined;
  }
}

/** The same after every restart: ECDSA signatures of this account are deterministic (RFC 6979). */
async function saltOf({ identity }: DutyContext, caseId: bigint, juror: number): Promise<Hex> {
  const { deployment, outbox } = identity;
  const message = `assay vote ${deployment.chainId} ${deployment.addresses.jury} ${caseId} ${juror}`;
  return keccak256(await outbox.account.signMessage({ message }));
}

interface Place {
  caseId: bigint;
  juror: number;
}

/** Votes count up to and with the deadline; 0 while it is not known. */
const until = (deadline: bigint): Terms => (deadline === 0n ? {} : { deadline: Number(deadline) });

async function commitVote(context: DutyContext, { caseId, juror }: Place, vote: Vote, terms: Terms): Promise<void> {
  const { outbox, deployment, address, log } = context.identity;
  const key = `vote-commit:${caseId}:${juror}`;
  if ((await outbox.stateOf(key)) === "mined") return;
  const commitment = voteCommitment({
    chainId: deployment.chainId,
    contract: deployment.addresses.jury,
    caseId,
    juror,
    account: address,
    answer: vote.answer,
    margin: BigInt(vote.margin),
    salt: await saltOf(context, caseId, juror),
  });
  await outbox.call(key, calls.jury.commitVote(deployment, { caseId, juror, commitment }), terms);
  log.info("vote_committed", { caseId, juror });
}

async function revealVote(context: DutyContext, { caseId, juror }: Place, terms: Terms): Promise<void> {
  const { outbox, deployment, duties, log } = context.identity;
  const key = `vote-reveal:${caseId}:${juror}`;
  const kept = await duties.duty(`vote:${caseId}`);
  if (kept?.state !== "decided" || (await outbox.stateOf(`vote-commit:${caseId}:${juror}`)) !== "mined") return;
  if ((await outbox.stateOf(key)) === "mined") return;
  const { answer, margin } = JSON.parse(kept.detail) as Vote;
  const vote = { caseId, juror, answer, margin: BigInt(margin), salt: await saltOf(context, caseId, juror) };
  await outbox.call(key, calls.jury.revealVote(deployment, vote), terms);
  log.info("vote_revealed", { caseId, juror });
}
