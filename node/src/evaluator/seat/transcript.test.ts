import assert from "node:assert/strict";
import { test } from "node:test";
import { parseDocument } from "@assay/sdk/documents";
import { zeroAddress } from "viem";
import { buildOutcome, type EngineItem, readEvaluation, type SeatContext } from "./transcript.ts";

const LABELS = ["refund", "limits"];

const context: SeatContext = {
  chainId: 31_337,
  admission: zeroAddress,
  roundId: 1n,
  modelId: 2n,
  seat: 0,
  evaluator: zeroAddress,
  trialMask: 1n | (0b1111n << 14n),
  gatedLanes: 1,
  minPasses: 2,
  temperature: 0.7,
  batch: {
    schemaVersion: 1,
    datanetId: "1",
    version: 1,
    batchId: 0,
    grader: "label-set",
    labels: LABELS,
    history: [],
    items: LABELS.map((label, slot) => ({
      slot,
      rowIndex: slot,
      text: `row ${slot}`,
      label,
      contributor: zeroAddress,
      promptSalt: "0x",
      expectedSalt: "0x",
    })),
  },
};

/** Both items pass; `sharded` applies to neither. */
const items: EngineItem[] = LABELS.map((label, slot) => {
  const trial = (position: number, condition: string, variant: string) => ({
    position,
    condition,
    variant,
    prompt: variant === "plain" ? `row ${slot}` : "",
    outIds: variant === "plain" ? [slot] : [],
    answer: variant === "plain" ? label : "",
    canonical: label,
    pass: true,
  });
  const sharded = [14, 15, 16, 17].map((position) => trial(position, "sharded", "not-applicable"));
  return { slot, trialBits: context.trialMask.toString(), trials: [trial(0, "first", "plain"), ...sharded] };
});

const condition = (name: string, lane: number, passes: number, applicable: number) => ({
  condition: name,
  lane,
  passes,
  total: 2,
  applicable,
  applicablePasses: applicable,
  lowerBound: applicable === 0 ? 0 : 0.223607,
  upperBound: 1,
});

const scores = {
  conditions: [condition("first", 0, 2, 2), condition("sharded", 7, 2, 0)],
  ranking: { worstCount: 2, scalar: 2 },
  hallucinatedFormat: { answers: 2, outside: 0, rate: 0, items: 0, itemsUpperBound: 0.776393 },
  tail: { value: 1, lower: 1, upper: 1 },
  degradation: [],
  regression: [],
};

function reportOf(result: object) {
  return parseDocument("report", buildOutcome(context, readEvaluation({ items, seconds: 1, ...result })).report);
}

test("default: every count of the report carries its bound, and all figures are there", () => {
  const report = reportOf({ scores, latency: { answers: 2, median: 0.1, p95: 0.2 } });
  assert.deepEqual(
    report.conditions.map(({ condition: name, passes, applicable, lowerBound }) => [
      name,
      passes,
      applicable,
      lowerBound,
    ]),
    [
      ["first", 2, 2, 0.223607],
      ["sharded", 2, 0, 0],
    ],
  );
  assert.deepEqual(report.scores, scores);
  assert.deepEqual(report.latency, { answers: 2, median: 0.1, p95: 0.2 });
});

test("behavior: an engine without figures still gives a report of counts", () => {
  const report = reportOf({});
  assert.equal(report.conditions[0]?.passes, 2);
  assert.equal(report.scores, undefined);
});

test("error: a count that contradicts the trials is not published", () => {
  const wrong = { ...scores, conditions: [condition("first", 0, 1, 2)] };
  assert.throws(() => reportOf({ scores: wrong }), {
    code: "engine_inconsistent",
    message: "The engine counts 1 passes under first, its trials 2.",
  });
});

test("error: figures of a wrong form name the field", () => {
  const wrong = { ...scores, tail: { value: "1", lower: 1, upper: 1 } };
  assert.throws(() => reportOf({ scores: wrong }), {
    code: "INVALID_DOCUMENT",
    message: "result.scores.tail.value must be of type number.",
  });
});
