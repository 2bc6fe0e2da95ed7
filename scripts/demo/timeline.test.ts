import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { test } from "node:test";
import { createTimeline } from "./timeline.ts";

function timeline() {
  const out = new PassThrough();
  const made = createTimeline(out as unknown as NodeJS.WriteStream);
  return { ...made, text: () => String(out.read() ?? "") };
}

test("default: a stage's time, plan and evidence, without colours in a pipe", async () => {
  const { stage, stages, text } = timeline();
  const result = await stage("train", 20, async ({ evidence, progress }) => {
    progress("halfway");
    evidence("cid");
    return 7;
  });
  assert.equal(result, 7);
  const [record] = stages;
  assert.deepEqual([record?.name, record?.planned, record?.ok, record?.evidence], ["train", 20, true, ["cid"]]);
  assert.match(text(), /^done {3}train +0\.0 s planned 20 s\n {7}cid\n$/);
});

test("error: a failed stage is recorded with its reason and thrown on", async () => {
  const { stage, stages, text } = timeline();
  await assert.rejects(
    stage("pay", 1, async () => Promise.reject(new Error("No money."))),
    /No money/,
  );
  assert.deepEqual(
    stages.map(({ ok, evidence }) => [ok, evidence]),
    [[false, ["No money."]]],
  );
  assert.match(text(), /^failed pay/);
});
