import assert from "node:assert/strict";
import { test } from "node:test";
import { createLogger } from "./log.ts";
import { runEvery } from "./schedule.ts";

test("behavior: work on a schedule goes on after a fault, which is logged, and ends with the signal", async () => {
  const stopping = new AbortController();
  const lines: string[] = [];
  let passes = 0;
  const work = async () => {
    passes++;
    if (passes === 2) throw new Error("it is away");
    if (passes === 3) stopping.abort();
  };
  const log = createLogger((line) => lines.push(line));
  await runEvery({ name: "watch", intervalMs: 1, work, log, signal: stopping.signal });
  assert.equal(passes, 3);
  assert.equal(lines.length, 1);
  assert.match(lines[0] ?? "", /"work":"watch".*it is away.*work_retry/);
});
