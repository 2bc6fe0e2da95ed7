import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { createFileLogger, createLogger } from "./log.ts";

test("default: one JSON object per line, amounts as text, errors with their message", () => {
  const lines: string[] = [];
  const log = createLogger((line) => lines.push(line), { role: "gateway" });
  log.info("paid", { amount: 5n, nested: { left: [1n] } });
  log.child({ evaluator: "0x1" }).warn("retry", { error: new TypeError("no answer") });
  log.error("stopped");
  assert.ok(lines.every((line) => line.endsWith("\n") && line.indexOf("\n") === line.length - 1));
  const [paid, retry, stopped] = lines.map((line) => JSON.parse(line));
  assert.deepEqual(
    [paid.level, paid.event, paid.role, paid.amount, paid.nested],
    ["info", "paid", "gateway", "5", { left: ["1"] }],
  );
  assert.ok(Math.abs(Date.parse(paid.time) - Date.now()) < 60_000);
  assert.deepEqual(
    [retry.level, retry.role, retry.evaluator, retry.error.name, retry.error.message],
    ["warn", "gateway", "0x1", "TypeError", "no answer"],
  );
  assert.match(retry.error.stack, /log\.test/);
  assert.deepEqual([stopped.level, stopped.event], ["error", "stopped"]);
});

test("behavior: a line is in the file when the call returns", (t) => {
  const dir = mkdtempSync(join(tmpdir(), "assay-log-"));
  t.after(() => rmSync(dir, { recursive: true, force: true }));
  const path = join(dir, "logs", "role.log");
  createFileLogger(path).info("first");
  assert.equal(JSON.parse(readFileSync(path, "utf8")).event, "first");
});
