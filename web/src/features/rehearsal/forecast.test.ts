import assert from "node:assert/strict";
import { test } from "node:test";
import type { RehearsalResult } from "@assay/sdk/documents";
import { chanceWords, cleanupWords, forecastWords, gateScores, isPromising } from "./forecast.ts";

const condition = (name: string, passes: number, needed?: number) => ({
  condition: name,
  lane: 0,
  gated: needed !== undefined,
  passes,
  total: 32,
  lowerBound: 0.5,
  ...(needed === undefined ? {} : { needed, chance: 0.5 }),
});
const result = (conditions: RehearsalResult["conditions"], chance = 0.08): RehearsalResult => ({
  round: { paramSet: "1", items: 32, attempt: 1, minPasses: 30 },
  conditions,
  chance,
  failing: [],
  cpuSeconds: 1,
});
const labelOf = (name: string) => (name === "carry-over" ? "after earlier turns" : name);

test("the worst gated condition is said, a reported one is not", () => {
  const failing = result([condition("first", 31, 30), condition("carry-over", 26, 30), condition("edge", 3)]);
  assert.equal(forecastWords(failing, labelOf), "Would fail: 26 of 32, after earlier turns, needs 30.");
  const passing = result([condition("first", 31, 30), condition("carry-over", 30, 30)]);
  assert.equal(
    forecastWords(passing, labelOf),
    "Would pass by these counts: the worst is 30 of 32, after earlier turns, needs 30.",
  );
  assert.equal(forecastWords(result([condition("edge", 3)]), labelOf), "No condition of this round is gated.");
});

test("an attempt that the window does not hold can't pass", () => {
  const late = result([condition("first", 32)]);
  late.round = { paramSet: "1", items: 24, attempt: 5, minPasses: null };
  assert.equal(forecastWords(late, labelOf), "Can't pass: at attempt 5, even 24 of 24 items are not enough evidence.");
});

test("chances are counts of a hundred and never certain", () => {
  assert.deepEqual([0, 0.004, 0.31, 0.999, 1].map(chanceWords), [
    "less than 1 in 100",
    "less than 1 in 100",
    "31 in 100",
    "more than 99 in 100",
    "more than 99 in 100",
  ]);
  assert.equal(isPromising(result([], 0.49)), false);
  assert.equal(isPromising(result([], 0.5)), true);
});

test("gate bars take the gate of the rehearsed size", () => {
  assert.deepEqual(gateScores(result([condition("carry-over", 26, 30), condition("edge", 3)]), labelOf), [
    { condition: "carry-over", label: "after earlier turns", passes: 26, total: 32, needed: 30 },
    { condition: "edge", label: "edge", passes: 3, total: 32, needed: undefined },
  ]);
});

test("cleanup is said in one line, one thing in the singular", () => {
  const cleanup = { rehearsals: 1, discardedRuns: 2, rowEdits: 0, rejectedDrafts: 1, cpuSeconds: 75 };
  assert.equal(
    cleanupWords(cleanup),
    "1 rehearsal, 2 discarded runs, 0 row edits, 1 refused round, 1 min 15 s of computing",
  );
});
