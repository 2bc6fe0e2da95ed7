import assert from "node:assert/strict";
import test from "node:test";
import { readCounts } from "./suites.ts";

test("node: counts passes and failures", () => {
  assert.deepEqual(readCounts("node", "ℹ tests 3\nℹ pass 2\nℹ fail 1\nℹ skipped 0\n", 1), {
    passed: 2,
    failed: 1,
    skipped: 0,
  });
});

test("node: a skipped test is seen", () => {
  assert.equal(readCounts("node", "# pass 2\n# fail 0\n# skipped 1\n# todo 0\n", 0).skipped, 1);
});

test("vitest: reads the line of tests, not the one of files", () => {
  const output = " Test Files  1 failed | 3 passed (4)\n      Tests  2 failed | 20 passed | 1 skipped (23)\n";
  assert.deepEqual(readCounts("vitest", output, 1), { passed: 20, failed: 2, skipped: 1 });
  assert.deepEqual(readCounts("vitest", "      Tests  23 passed (23)\n", 0), { passed: 23, failed: 0, skipped: 0 });
});

test("pytest: reads the closing line", () => {
  assert.deepEqual(readCounts("pytest", "1 failed, 10 passed in 2s", 1), { passed: 10, failed: 1, skipped: 0 });
});

test("hardhat: reads passing and failing", () => {
  assert.deepEqual(readCounts("hardhat", "  12 passing\n  2 failing\n", 1), { passed: 12, failed: 2, skipped: 0 });
});

test("error: a crash without a summary is a failure", () => {
  assert.deepEqual(readCounts("pytest", "Traceback", 1), { passed: 0, failed: 1, skipped: 0 });
});

test("error: a runner that ran nothing is a failure", () => {
  assert.equal(readCounts("node", "ℹ pass 0\nℹ fail 0", 0).failed, 1);
});
