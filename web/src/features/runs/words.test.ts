import assert from "node:assert/strict";
import { test } from "node:test";
import { resultSentence, resultWords } from "./words.ts";

const curve = (...losses: number[]) => losses.map((loss, i) => ({ step: 10 * (i + 1), loss }));

test("default: a finished run's held-out loss, from first to last check", () => {
  const run = { state: "done" as const, loss: curve(2, 1), validation: curve(1.5, 0.25) };
  assert.equal(resultWords(run), "held-out loss 0.250");
  assert.equal(resultSentence(run), "Held-out loss 0.250 after 20 steps, from 1.500 at step 10.");
});

test("behavior: one check has nothing to compare with", () => {
  assert.equal(resultSentence({ loss: curve(2), validation: curve(0.5) }), "Held-out loss 0.500 after 10 steps.");
});

test("behavior: without held-out rows the training loss stands", () => {
  const run = { state: "done" as const, loss: curve(2, 0.125), validation: [] };
  assert.equal(resultWords(run), undefined);
  assert.match(resultSentence(run), /^Done. Training loss 0.125/);
  assert.equal(resultSentence({ loss: [], validation: [] }), "Done. It reported no loss.");
});

test("behavior: a run under way has no result yet", () => {
  assert.equal(resultWords({ state: "running", loss: [], validation: curve(1) }), undefined);
});
