import assert from "node:assert/strict";
import { test } from "node:test";
import { type Discrimination, discriminationPage, discriminationPlots, lastLine } from "./report.ts";

const model = (name: string, first: number, format: number): Discrimination["models"][number] => ({
  name,
  counts: { first, format },
  worst: Math.min(first, format),
  meanLogPass5: -1,
  trainSeconds: 30,
  evaluateSeconds: 30,
});

const result: Discrimination = {
  base: "tiny",
  items: 96,
  families: 2,
  pairs: 3,
  report_correct: 3,
  first_pass_correct: 1,
  report_bound: 1,
  first_pass_bound: 0.2,
  all_correct_bound: 0.2236,
  comparisons: [
    { cluster: 1, damage: "overfit", report_correct: true, first_pass_correct: false },
    { cluster: 1, damage: "noisy labels", report_correct: true, first_pass_correct: true },
    { cluster: 2, damage: "overfit", report_correct: true, first_pass_correct: false },
  ],
  models: [
    model("tiny 1 sound", 80, 60),
    model("tiny 1 overfit", 90, 10),
    model("tiny 1 noisy labels", 30, 20),
    model("tiny 2 sound", 70, 50),
    model("tiny 2 overfit", 70, 20),
  ],
};

test("default: the last line holds what the goal asks for", () => {
  assert.deepEqual(lastLine(result), {
    base: "tiny",
    items: 96,
    families: 2,
    pairs: 3,
    report_correct: 3,
    first_pass_correct: 1,
    report_bound: 1,
    first_pass_bound: 0.2,
    all_correct_bound: 0.2236,
  });
});

test("behavior: the page counts pairs by damage and averages models by kind", () => {
  const page = discriminationPage(result, "Run on a day.");
  assert.match(page, /\| overfit \| 2 \| 2 \| 0 \|/);
  assert.match(page, /\| noisy labels \| 1 \| 1 \| 1 \|/);
  assert.match(page, /\| sound \| 75\.0 \| 55\.0 \| 55\.0 \| 50 to 60 \| -1\.00 \|/);
  assert.match(page, /by the report's scalar \| 3 of 3 \| 100% \| 1\.000/);
  assert.match(page, /5 minutes of training/);
});

test("behavior: each plot that the page shows is made", () => {
  const made = Object.keys(discriminationPlots(result)).map((name) => `plots/${name}.svg`);
  const shown = [...discriminationPage(result, "").matchAll(/\((plots\/[^)]+)\)/g)].map((match) => match[1]);
  assert.deepEqual(shown, made);
});
