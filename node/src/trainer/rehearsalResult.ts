import type { EvaluateResult } from "@assay/sdk/api";
import type { RehearsalResult } from "@assay/sdk/documents";
import { AssayError } from "@assay/sdk/errors";
import { itemLanes, TRIAL_LAYOUT } from "@assay/sdk/hashing";
import type { TrainingRow } from "./dataset.ts";
import { chanceOfAll, chanceOfGate, lowerBound } from "./prediction.ts";
import type { RoundRules } from "./roundRules.ts";

export interface Rehearsed {
  evaluation: EvaluateResult;
  /** by slot */
  rows: TrainingRow[];
  rules: RoundRules;
  /** of the simulation */
  seed: number;
  threads: number;
}

/** Counts a rehearsal as a round would count a seat, and says what that promises. */
export function rehearsalResult({ evaluation, rows, rules, seed, threads }: Rehearsed): RehearsalResult {
  const { items, seconds } = evaluation;
  if (items.length !== rows.length)
    throw new AssayError(`The engine answered ${items.length} of ${rows.length} items.`, {
      code: "engine_inconsistent",
      status: 502,
    });
  const mask = BigInt(rules.trialMask);
  const lanes = items.map((item) => itemLanes(BigInt(item.trialBits), mask));
  const run = TRIAL_LAYOUT.filter(
    ({ first, count }) => ((mask >> BigInt(first)) & ((1n << BigInt(count)) - 1n)) !== 0n,
  );
  const gates = run.filter(({ lane }) => (rules.gatedLanes >> lane) & 1);
  const { minPasses } = rules;
  const needed = rules.gates.find((gate) => gate.items === items.length)?.minPasses ?? undefined;
  const chance = (passes: number) =>
    minPasses === null ? 0 : chanceOfGate(passes, items.length, rules.items, minPasses);
  const conditions = run.map(({ condition, lane }) => {
    const passes = lanes.filter((own) => own[lane] === 1).length;
    const gated = gates.some((gate) => gate.lane === lane);
    return {
      condition,
      lane,
      gated,
      passes,
      total: items.length,
      lowerBound: lowerBound(passes, items.length),
      ...(gated ? { chance: chance(passes) } : {}),
      ...(gated && needed !== undefined ? { needed } : {}),
    };
  });
  const patterns = lanes.map((own) => gates.reduce((word, { lane }, gate) => word | ((own[lane] ?? 0) << gate), 0));
  return {
    round: { paramSet: rules.paramSet, items: rules.items, attempt: rules.attempt, minPasses },
    conditions,
    chance: minPasses === null ? 0 : chanceOfAll(patterns, gates.length, rules.items, minPasses, seed),
    failing: items.flatMap((item) => {
      const row = rows[item.slot];
      const trials = item.trials.filter(({ pass }) => !pass);
      if (row === undefined || trials.length === 0) return [];
      return [{ slot: item.slot, rowIndex: row.index, text: row.text, expected: row.label, trials }];
    }),
    cpuSeconds: seconds * threads,
  };
}
