import assert from "node:assert/strict";
import { test } from "node:test";
import { lowerMedian, medianCurves, type Report, reportedFigures } from "./reported.ts";

const report = (passes: number[], tail = 0.5): Report => ({
  scores: {
    tail: { value: tail, lower: tail - 0.1, upper: tail + 0.1 },
    degradation: [
      { curve: "turns, unrelated", points: passes.map((count, i) => ({ dose: 2 ** i, passes: count, total: 32 })) },
    ],
  },
});

test("the lower median is a value of a seat", () => {
  assert.equal(lowerMedian([3, 1, 2]), 2);
  assert.equal(lowerMedian([4, 1, 3, 2]), 2);
});

test("curves are the median over seats, with lowest, highest and the largest fall", () => {
  assert.deepEqual(medianCurves([report([30, 28, 20]), report([32, 29, 21]), report([28, 30, 10])]), [
    {
      curve: "turns, unrelated",
      total: 32,
      seats: 3,
      points: [
        { dose: 1, passes: 30, low: 28, high: 32 },
        { dose: 2, passes: 29, low: 28, high: 30 },
        { dose: 4, passes: 20, low: 10, high: 21 },
      ],
      largest: { from: 2, to: 4, fall: 9 },
    },
  ]);
});

test("a curve that never falls has no largest fall", () => {
  assert.equal(medianCurves([report([10, 12])])[0]?.largest, undefined);
});

test("figures are the median seat's, with its own bounds; reports without scores are left out", () => {
  const [tail, ...rest] = reportedFigures([{}, report([1], 0.7), report([1], 0.4), report([1], 0.6)]);
  assert.equal(tail?.term, "CVaR.20");
  assert.deepEqual([tail?.value, tail?.lower], [0.6, 0.5]);
  assert.deepEqual(rest, []);
  assert.deepEqual([medianCurves([{}]), reportedFigures([])], [[], []]);
});
