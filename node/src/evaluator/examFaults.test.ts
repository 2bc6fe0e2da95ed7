import assert from "node:assert/strict";
import { test } from "node:test";
import { AssayError } from "@assay/sdk/errors";
import { zeroAddress, zeroHash } from "viem";
import type { ExamBatchPlain } from "../exam/batch.ts";
import { isCustodiansFault, requireSoundExam } from "./examFaults.ts";

const item = (slot: number, label: string): ExamBatchPlain["items"][number] => ({
  slot,
  rowIndex: slot,
  text: `question ${slot}`,
  label,
  contributor: zeroAddress,
  promptSalt: zeroHash,
  expectedSalt: zeroHash,
});
const exam = (changes: Partial<ExamBatchPlain> = {}): ExamBatchPlain => ({
  schemaVersion: 1,
  datanetId: "1",
  version: 1,
  batchId: 0,
  grader: "label-set",
  labels: ["a", "b"],
  items: [item(0, "a"), item(1, "b")],
  history: [],
  ...changes,
});

test("behavior: a sound exam passes, and a free answer need not be among the labels", () => {
  requireSoundExam(exam());
  requireSoundExam(exam({ grader: "exact", items: [item(0, "elsewhere")] }));
});

const FAULTS: [name: string, changes: Partial<ExamBatchPlain>, field: string][] = [
  ["a label outside the labels", { items: [item(0, "a"), item(1, "c")] }, "label"],
  ["one slot twice", { items: [item(0, "a"), item(0, "b")] }, "slot"],
  ["one label twice", { labels: ["a", "b", "a"] }, "labels"],
];
for (const [name, changes, field] of FAULTS) {
  test(`error: ${name} is the custodian's fault`, () => {
    assert.throws(
      () => requireSoundExam(exam(changes)),
      (error) => isCustodiansFault(error) && error.code === "exam_malformed" && error.field === field,
    );
  });
}

test("default: what can't be fetched right now is nobody's fault", () => {
  assert.equal(isCustodiansFault(new AssayError("Not here.", { code: "cid_not_found" })), false);
  assert.equal(isCustodiansFault(new Error("anything")), false);
});
