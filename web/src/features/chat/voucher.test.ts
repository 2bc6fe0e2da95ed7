import assert from "node:assert/strict";
import { test } from "node:test";
import { chargesTotal } from "@assay/sdk/hashing";
import { nextCharges, spendable } from "./voucher.ts";

const quote = { servingAmount: "5", feeAmount: "3" };

test("a first call starts a line", () => {
  assert.deepEqual(nextCharges([], quote, 7n), [{ modelId: 7n, servingAmount: 5n, feeAmount: 3n }]);
});

test("a call adds to its own model's line and leaves the others; lines are in order of model", () => {
  const before = [
    { modelId: "9", servingAmount: "10", feeAmount: "1" },
    { modelId: "2", servingAmount: "4", feeAmount: "2" },
  ];
  assert.deepEqual(nextCharges(before, quote, 9n), [
    { modelId: 2n, servingAmount: 4n, feeAmount: 2n },
    { modelId: 9n, servingAmount: 15n, feeAmount: 4n },
  ]);
});

test("every call raises the promised total by exactly its price", () => {
  let charges = nextCharges([], quote, 1n);
  for (const model of [1n, 3n, 1n, 2n]) {
    const before = chargesTotal(charges);
    const lines = charges.map((line) => ({
      modelId: line.modelId.toString(),
      servingAmount: line.servingAmount.toString(),
      feeAmount: line.feeAmount.toString(),
    }));
    charges = nextCharges(lines, quote, model);
    assert.equal(chargesTotal(charges) - before, 8n);
  }
});

test("what is left is what was deposited less what was promised, never below nothing", () => {
  assert.equal(spendable(undefined), 0n);
  assert.equal(spendable({ deposited: "10", cumulative: "3" }), 7n);
  assert.equal(spendable({ deposited: "1", cumulative: "3" }), 0n);
});
