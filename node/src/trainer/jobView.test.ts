import assert from "node:assert/strict";
import { test } from "node:test";
import type { TrainingResult } from "@assay/sdk/api";
import type { JobEventRow, StoredJob } from "./jobStore.ts";
import { jobView } from "./jobView.ts";

const job = {
  id: "a",
  state: "running",
  stage: "training",
  job: { base: "tiny" },
  jobHash: "0x1",
  requester: "ann",
  result: undefined,
  error: undefined,
  createdAt: "now",
  finishedAt: undefined,
} as unknown as StoredJob;
const rows = (...events: JobEventRow["event"][]): JobEventRow[] => events.map((event, i) => ({ id: i + 1, event }));

test("default: a queued job has no figures yet", () => {
  const view = jobView({ ...job, state: "queued" }, []);
  assert.deepEqual([view.step, view.steps, view.loss, view.samples], [0, 0, [], []]);
  assert.equal("secondsLeft" in view || "result" in view || "error" in view, false);
});

test("behavior: curves, the last step and the newest time left", () => {
  const view = jobView(
    job,
    rows(
      { type: "step", step: 1, steps: 4, loss: 2, secondsLeft: 30, tokensPerSecond: 5 },
      { type: "validation", step: 1, loss: 3 },
      { type: "step", step: 2, steps: 4, loss: 1, secondsLeft: 20, tokensPerSecond: 6 },
      { type: "progress", stage: "held-out test", secondsLeft: 7 },
    ),
  );
  assert.deepEqual(view.loss, [
    { step: 1, loss: 2 },
    { step: 2, loss: 1 },
  ]);
  assert.deepEqual(view.validation, [{ step: 1, loss: 3 }]);
  assert.deepEqual([view.step, view.steps, view.secondsLeft, view.tokensPerSecond], [2, 4, 7, 6]);
});

test("behavior: figures that are no numbers are left out, samples are bounded", () => {
  const samples = Array.from({ length: 20 }, (_, i) => ({ type: "sample", text: String(i) }));
  const view = jobView(job, rows({ type: "step", step: 1, steps: 2, loss: null }, ...samples));
  assert.deepEqual(view.loss, []);
  assert.equal(view.samples.length, 12);
  assert.equal(view.samples.at(-1)?.text, "19");
});

test("behavior: an end carries its result or its reason", () => {
  const result = { adapterCid: "x" } as TrainingResult;
  const error = { code: "disk.full", message: "Full." };
  assert.deepEqual(jobView({ ...job, state: "failed", finishedAt: "later", error }, []).error, error);
  assert.deepEqual(jobView({ ...job, state: "done", result }, []).result, result);
});
