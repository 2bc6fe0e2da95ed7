import assert from "node:assert/strict";
import { test } from "node:test";
import { numberToHex } from "viem";
import { chargesRoot } from "../hashing/charges.ts";
import { nextVoucher } from "./next-voucher.ts";

const at = (n: number) => numberToHex(n, { size: 20 });
const [payer, payee, token] = [at(1), at(2), at(3)];
const price = { servingAmount: "5", feeAmount: "3" };
const promise = (charges: { modelId: string; servingAmount: string; feeAmount: string }[], modelId: bigint) =>
  nextVoucher({ channel: { payee, token, charges }, price, modelId, payer });

test("default: a first call promises its price", () => {
  const charges = [{ modelId: 7n, servingAmount: 5n, feeAmount: 3n }];
  assert.deepEqual(promise([], 7n), {
    charges,
    voucher: { payer, payee, token, cumulative: 8n, chargesRoot: chargesRoot(charges) },
  });
});

test("behavior: a call adds to its own model's charge, keeps the rest, and orders charges by model", () => {
  const before = [
    { modelId: "9", servingAmount: "10", feeAmount: "1" },
    { modelId: "2", servingAmount: "4", feeAmount: "2" },
  ];
  const { charges, voucher } = promise(before, 9n);
  assert.deepEqual(charges, [
    { modelId: 2n, servingAmount: 4n, feeAmount: 2n },
    { modelId: 9n, servingAmount: 15n, feeAmount: 4n },
  ]);
  assert.equal(voucher.cumulative, 25n);
});

test("behavior: a model charged for the first time gets a charge of its own", () => {
  const { charges, voucher } = promise([{ modelId: "9", servingAmount: "10", feeAmount: "1" }], 4n);
  assert.deepEqual(charges, [
    { modelId: 4n, servingAmount: 5n, feeAmount: 3n },
    { modelId: 9n, servingAmount: 10n, feeAmount: 1n },
  ]);
  assert.equal(voucher.cumulative, 19n);
});

test("behavior: every call raises the promise by exactly its price", () => {
  let last = promise([], 1n);
  for (const modelId of [1n, 3n, 1n, 2n]) {
    const next = nextVoucher({ channel: { payee, token, charges: last.charges }, price, modelId, payer });
    assert.equal(next.voucher.cumulative - last.voucher.cumulative, 8n);
    last = next;
  }
});
