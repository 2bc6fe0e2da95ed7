import { assayTokenAbi, leafChallengesAbi } from "@assay/sdk/abi";
import { parseDocument } from "@assay/sdk/documents";
import { conditionOf } from "@assay/sdk/hashing";
import { type Hex, maxUint256 } from "viem";
import type { StoredSeat } from "../store.ts";
import type { DutyContext } from "./context.ts";
import { type Finding, findingOf, pinEvidence } from "./evidence.ts";
import { openOwnExam } from "./exams.ts";
import { recheck, trialToCheck } from "./recheck.ts";
import type { Challenge, Published } from "./store.ts";
import type { ReadTranscript } from "./transcripts.ts";

/** Suspicious trials run again per seat. */
const SUSPECTS = 4;

/** Challenges one trial with a bond: a jury runs it again. One challenge a seat is enough, whoever brought it. */
export async function challengeFinding(
  context: DutyContext,
  subject: { roundId: bigint; seat: number; redraw: number },
  finding: Finding,
  batchKey: Hex | undefined,
): Promise<void> {
  const { identity } = context;
  const { outbox, deployment, duties, log } = identity;
  const { roundId, seat, redraw } = subject;
  const { challenges, token } = deployment.addresses;
  if ((await duties.challengesOf(roundId, seat)).some(({ settled }) => !settled)) return;
  const { slot, position, hashes } = finding.trial;
  const name = `${roundId}:${redraw}:${seat}`;
  const evidence = await pinEvidence(context, subject, finding, batchKey);
  await outbox.call("approve:challenges", token, {
    abi: assayTokenAbi,
    functionName: "approve",
    args: [challenges, maxUint256],
  });
  await outbox.call(`challenge:${name}`, challenges, {
    abi: leafChallengesAbi,
    functionName: "challenge",
    args: [{ roundId, seat, slot, position }, hashes, finding.path, evidence],
  });
  log.warn("leaf_challenged", { roundId, seat, slot, position, fault: finding.check.fault });
}

/**
 * Trials of another seat that contradict an own one: the same question asked greedily must have the same answer. The
 * comparison costs nothing, and points at the trials worth running again.
 */
export function suspectsOf(other: ReadTranscript, own: ReadTranscript): { slot: number; position: number }[] {
  const suspects: { slot: number; position: number }[] = [];
  for (const { slot, trials } of own.document.items) {
    const theirs = new Map(other.document.items[slot]?.trials.map((trial) => [trial.position, trial]));
    for (const { position, prompt, outIds } of trials) {
      const trial = theirs.get(position);
      const isGreedy = conditionOf(position) !== "repeat" && conditionOf(position) !== "load";
      if (!isGreedy || trial === undefined || trial.prompt !== prompt) continue;
      if (trial.outIds.join() !== outIds.join()) suspects.push({ slot, position });
    }
  }
  return suspects;
}

/** Compares another seat's transcript with an own one, runs what differs again, and returns the first that is wrong. */
export async function crossCheck(
  context: DutyContext,
  own: StoredSeat,
  { roundId, seat }: Published,
  other: ReadTranscript,
): Promise<Finding | undefined> {
  if (own.result === undefined) return undefined;
  const document = parseDocument("transcript", own.result.transcript);
  const suspects = suspectsOf(other, { document, items: [], tree: undefined }).slice(0, SUSPECTS);
  const trials = suspects.flatMap(({ slot, position }) => trialToCheck(other, slot, position) ?? []);
  if (trials.length === 0) return undefined;
  const exam = await openOwnExam(context, roundId);
  const jobKey = `cross:${own.seed}:${own.seat}:${seat}:${context.identity.address}`;
  const checks = await recheck(context, { roundId, seat, trials, batch: exam?.batch, jobKey });
  const at = checks.findIndex(({ fault }) => fault !== null);
  const [trial, check] = [trials[at], checks[at]];
  return trial === undefined || check === undefined ? undefined : findingOf(other, trial, check);
}

/** Acts on the verdict of a challenge whose case is closed. */
export async function settleChallenge({ identity }: DutyContext, { challengeId, roundId }: Challenge): Promise<void> {
  await identity.outbox.call(`settle:${challengeId}`, identity.deployment.addresses.challenges, {
    abi: leafChallengesAbi,
    functionName: "settle",
    args: [challengeId],
  });
  identity.log.info("challenge_settled", { challengeId, roundId });
}
