import assert from "node:assert/strict";
import { test } from "node:test";
import { nextStep } from "./nextStep.ts";

const DONE = { datanetCount: 1, rowCount: "438", modelCount: 1, roundCount: 1, claimCount: 1, feesFunded: "5" };

test("the next step is the first stage nobody has done", () => {
  const labels = [
    nextStep(null),
    nextStep({ ...DONE, datanetCount: 0, rowCount: "0" }),
    nextStep({ ...DONE, rowCount: "0" }),
    nextStep({ ...DONE, modelCount: 0 }),
    nextStep({ ...DONE, roundCount: 0 }),
    nextStep({ ...DONE, feesFunded: "0" }),
    nextStep({ ...DONE, claimCount: 0 }),
    nextStep(DONE),
  ].map((step) => step?.label);
  assert.deepEqual(labels, [
    "Create datanet",
    "Create datanet",
    "Import rows",
    "Train a model",
    "See models",
    "Paid call",
    "See rewards",
    undefined,
  ]);
});
