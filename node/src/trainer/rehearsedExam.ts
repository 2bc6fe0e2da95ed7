import { concat, keccak256, numberToHex } from "viem";
import { evaluateParams, historyOf } from "../exam/itemParams.ts";
import type { Dataset, TrainingRow } from "./dataset.ts";
import { MAX_TEMPERATURE_MILLI } from "./publishModel.ts";
import type { StoredRehearsal } from "./rehearsalStore.ts";

/** A rehearsal is one seat. */
const SEAT = 0;

/** `count` of the validation rows, drawn by the rehearsal's private seed; the place in the list is the slot. */
export function drawRows(rows: TrainingRow[], seed: `0x${string}`, count: number): TrainingRow[] {
  const order = (row: TrainingRow) => keccak256(concat([seed, numberToHex(row.index, { size: 32 })]));
  return rows
    .map((row) => ({ row, key: order(row) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .slice(0, count)
    .map(({ row }) => row);
}

/**
 * What one seat of a round on this version would run, on validation rows instead of an exam's items: the same grading,
 * labels, history and temperature. Regression trials are missing: they need the models on chain.
 */
export function rehearsedExam(stored: Pick<StoredRehearsal, "seed" | "items" | "rules">, dataset: Dataset) {
  const rows = drawRows(
    dataset.rows.filter(({ split }) => split === "validation"),
    stored.seed,
    stored.items,
  );
  const set = {
    ...dataset.grading,
    labels: dataset.labels,
    items: rows.map((row, slot) => ({ ...row, slot })),
    history: historyOf(dataset.rows.filter(({ split }) => split === "train")),
  };
  const { trialMask, gatedLanes } = stored.rules;
  const rules = { trialMask: BigInt(trialMask), gatedLanes, seed: stored.seed, seat: SEAT };
  return { rows, exam: evaluateParams(set, { ...rules, maxTemperatureMilli: MAX_TEMPERATURE_MILLI }) };
}
