import type { EvaluateParams } from "@assay/sdk/api";
import type { Hex } from "viem";
import type { ExamBatchPlain, ExamItemPlain } from "./batch.ts";
import { MOST_LABELS } from "./grading.ts";

/** `repeat` runs at the model's maximum temperature, in thousandths, and never below this (evaluation.md). */
export const MIN_REPEAT_TEMPERATURE_MILLI = 300;
/**
 * Training rows put before the items as own-task history for the carry-over condition. They become public with the
 * batch's key: without them nobody could rebuild the prompts.
 */
const HISTORY_ROWS = 24;

/** Questions with what decides how they are asked and graded: a batch of an exam, or the rows of a rehearsal. */
export type ItemSet = Pick<ExamBatchPlain, "grader" | "graderConfig" | "rubric" | "labels" | "history"> & {
  items: Pick<ExamItemPlain, "slot" | "text" | "label" | "contributor">[];
};

/** What a round says of its trials. */
export interface TrialRules {
  trialMask: bigint;
  seed: Hex;
  seat: number;
  /** as the model is registered, thousandths */
  maxTemperatureMilli: number;
}

/** The rows that `history` holds, of a version's training rows in their order. */
export function historyOf(trainRows: { text: string; label: string }[]): ExamBatchPlain["history"] {
  return trainRows.slice(0, HISTORY_ROWS).map(({ text, label }) => ({ text, label }));
}

/** Temperature of the repeats, of a model registered with this maximum (thousandths). */
export function repeatTemperature(maxTemperatureMilli: number): number {
  return Math.max(MIN_REPEAT_TEMPERATURE_MILLI, maxTemperatureMilli) / 1000;
}

/**
 * What the engine is told of the items. A seat, whoever runs its trials again, and a rehearsal must say the same: labels
 * and grader also decide how long an answer may be.
 */
export function itemParams({ items, labels, grader, graderConfig, rubric, history }: ItemSet) {
  return {
    items: items.map(({ slot, text, label, contributor }) => ({ slot, text, label, contributor })),
    // All labels where the engine takes as many: `edge` asks whether an answer is one of them.
    labels: labels.length <= MOST_LABELS ? labels : [...new Set(items.map((item) => item.label))],
    grader,
    ...(graderConfig === undefined ? {} : { graderConfig }),
    ...(rubric === undefined ? {} : { rubric }),
    trainRowsForHistory: history,
  } satisfies Partial<EvaluateParams>;
}

/** What the engine is told of the trials, with or without the exam's items. */
export function trialParams({ trialMask, seed, seat, maxTemperatureMilli }: TrialRules) {
  return {
    trialMask: trialMask.toString(),
    roundSeed: seed,
    seat,
    temperature: repeatTemperature(maxTemperatureMilli),
  } satisfies Partial<EvaluateParams>;
}

/** Parameters of an `evaluate` job but for the models: what one seat of a round runs, and what a rehearsal runs. */
export function evaluateParams(set: ItemSet, rules: TrialRules & { gatedLanes: number }) {
  return { ...itemParams(set), ...trialParams(rules), gatedLanes: rules.gatedLanes };
}
