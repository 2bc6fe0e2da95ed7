/** What the main job found, in words for the terminal and as JSON for a machine. */
import { writeFileSync } from "node:fs";
import type { LoopResult } from "./loop.ts";
import type { StageRecord, Timeline } from "./timeline.ts";

/** `failed` names the first condition under its gate, with the count it needed. */
function decisionSentence({ decision }: LoopResult): string {
  const under = Object.entries(decision.conditions).filter(
    ([, condition]) => condition.gated && condition.passes < condition.needed,
  );
  const reasons = under.map(
    ([name, { passes, total, needed }]) => `${passes} of ${total} needed ${needed} under ${name}`,
  );
  const state = decision.state.toLowerCase();
  return decision.passed
    ? `Model ${decision.modelId} passed every gate and is ${state}.`
    : `Model ${decision.modelId} was refused (${state}): ${reasons.join("; ")}.`;
}

export function printResult(timeline: Timeline, result: LoopResult): void {
  const { decision, accuracy } = result;
  timeline.line("");
  timeline.line(`Loss ${result.loss.first.toFixed(3)} -> ${result.loss.last.toFixed(3)}.`);
  timeline.line(
    `Unseen rows, exact match: base ${accuracy.base.exact.passes} of ${accuracy.base.exact.total}, tuned ${accuracy.tuned.exact.passes} of ${accuracy.tuned.exact.total}` +
      ` (base by likelihood ${accuracy.base.likelihood.passes}, tuned ${accuracy.tuned.likelihood.passes}).`,
  );
  timeline.line(`Lower median over ${decision.validSeats} of ${decision.seats} seats:`);
  for (const [name, { passes, total, needed, gated }] of Object.entries(decision.conditions)) {
    const gate = gated
      ? `gate ${needed}  ${passes >= needed ? "reached" : `short by ${needed - passes}`}`
      : "reported only";
    timeline.line(`  ${name.padEnd(12)} ${String(passes).padStart(3)} of ${total}   ${gate}`);
  }
  timeline.line(decisionSentence(result));
  timeline.line(
    `Paid call (${result.answer.tier} tier, ${result.answer.paid}): "${result.answer.question}" -> "${result.answer.answer}"`,
  );
  timeline.line("Claims of this epoch (ASY), with measured influence beside the row count:");
  for (const { name, amount, role, share } of result.claims) {
    const measured = share ? `  influence ${(share.ppm / 10_000).toFixed(1)}%  train rows ${share.trainRows}` : "";
    timeline.line(`  ${name.padEnd(12)} ${amount.padStart(22)}  ${role}${measured}`);
  }
}

export type Report = {
  ok: boolean;
  stages: StageRecord[];
  totalSeconds: number;
  error?: string;
} & Record<string, unknown>;

/** The report of `--report`; a run that failed has the stages it reached and why it stopped. */
export function buildReport(
  stages: StageRecord[],
  totalSeconds: number,
  result: LoopResult | undefined,
  error: string | undefined,
): Report {
  const base: Report = { ok: error === undefined && stages.every((stage) => stage.ok), stages, totalSeconds };
  if (error !== undefined) base.error = error;
  if (result === undefined) return base;
  const { decision, answer } = result;
  return {
    ...base,
    loss: result.loss,
    accuracy: result.accuracy,
    conditions: decision.conditions,
    decision: {
      modelId: decision.modelId.toString(),
      roundId: decision.roundId.toString(),
      passed: decision.passed,
      state: decision.state,
      sentence: decisionSentence(result),
    },
    answer,
    claims: Object.fromEntries(result.claims.map(({ account, amount }) => [account, amount])),
    claimants: result.claims.map(({ account, name, role }) => ({ account, name, role })),
    shares: result.shares.map(({ contributor, ppm, trainRows }) => ({ contributor, ppm, trainRows })),
    rows: result.rows,
  };
}

export function writeReport(path: string, report: Report): void {
  writeFileSync(path, `${JSON.stringify(report, null, 2)}\n`);
}
