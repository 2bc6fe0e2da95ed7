import assert from "node:assert/strict";
import { test } from "node:test";
import { readCoverage } from "./lcov.ts";

test("default: lines are counted per file and the missed ones named", () => {
  const report =
    "TN:\nSF:contracts/a/A.sol\nDA:3,1\nDA:4,0\nLH:1\nend_of_record\nTN:\nSF:contracts/b/B.sol\nend_of_record\n";
  assert.deepEqual(readCoverage(report), [
    { path: "contracts/a/A.sol", lines: 2, covered: 1, uncovered: [4] },
    { path: "contracts/b/B.sol", lines: 0, covered: 0, uncovered: [] },
  ]);
});

test("behavior: an empty report covers no file", () => {
  assert.deepEqual(readCoverage(""), []);
});
