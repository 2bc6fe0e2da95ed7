import assert from "node:assert/strict";
import { test } from "node:test";
import { TRIAL_LAYOUT } from "@assay/sdk/hashing";
import { conditionScores, decision, type JudgedRound, worstOf } from "./conditions.ts";

const entry = (condition: string) => {
  const found = TRIAL_LAYOUT.find((one) => one.condition === condition);
  assert.ok(found, condition);
  return found;
};
const maskOf = (...conditions: string[]): string =>
  conditions
    .map(entry)
    .reduce((mask, { first, count }) => mask | (((1n << BigInt(count)) - 1n) << BigInt(first)), 0n)
    .toString();

function judged(counts: Record<string, number>, gated: string[], passed: boolean): JudgedRound {
  const lanes = Array<number>(16).fill(0);
  for (const [condition, passes] of Object.entries(counts)) lanes[entry(condition).lane] = passes;
  const gatedLanes = gated.reduce((mask, condition) => mask | (1 << entry(condition).lane), 0);
  return {
    id: "1",
    attempt: 1,
    phase: "FINAL",
    passed,
    medianLaneCounts: lanes,
    gatedLanes,
    minPasses: 30,
    validSeats: 3,
    itemsPerBatch: 32,
    closedAt: "1",
    openedAt: "0",
    paramSet: { trialMask: maskOf(...Object.keys(counts)), gatedLanes },
  };
}

test("only the conditions that ran are scored, and only gated ones have a gate", () => {
  const scores = conditionScores(judged({ first: 31, format: 16 }, ["first"], true));
  assert.deepEqual(
    scores.map(({ condition, passes, total, needed }) => ({ condition, passes, total, needed })),
    [
      { condition: "first", passes: 31, total: 32, needed: 30 },
      { condition: "format", passes: 16, total: 32, needed: undefined },
    ],
  );
});

test("the worst is the gated condition with the fewest passes, not a reported one", () => {
  const round = judged({ first: 31, format: 16, "carry-over": 30 }, ["first", "carry-over"], true);
  assert.equal(worstOf(conditionScores(round))?.condition, "carry-over");
  assert.equal(decision(round), "passed: worst was 30 of 32 (after earlier turns)");
});

test("a refusal says what was short and where", () => {
  const round = judged({ first: 31, format: 16 }, ["first", "format"], false);
  assert.equal(decision(round), "refused: 16 of 32 needed 30, other formats");
});

test("a void round and one without a result say so", () => {
  const round = judged({ first: 31 }, ["first"], false);
  assert.match(decision({ ...round, phase: "VOID" }), /^void/);
  assert.equal(decision({ ...round, medianLaneCounts: null }), "not decided yet");
  assert.deepEqual(conditionScores(null), []);
});
