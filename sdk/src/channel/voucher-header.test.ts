import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { Address, Hex } from "viem";
import { voucherFor } from "./next-voucher.ts";
import { voucherHeader } from "./voucher-header.ts";

type Charge = { modelId: string; servingAmount: string; feeAmount: string };
type Golden = {
  charges: Charge[];
  voucher: { payer: Address; payee: Address; token: Address; cumulative: string; chargesRoot: Hex };
  signature: Hex;
  header: string;
};

const golden = JSON.parse(
  readFileSync(join(import.meta.dirname, "../../../test/golden/voucher.json"), "utf8"),
) as Golden;
const charges = golden.charges.map(({ modelId, servingAmount, feeAmount }) => ({
  modelId: BigInt(modelId),
  servingAmount: BigInt(servingAmount),
  feeAmount: BigInt(feeAmount),
}));

test("default: the header of the golden voucher", () => {
  const voucher = voucherFor(golden.voucher, charges);
  assert.equal(voucherHeader({ voucher, signature: golden.signature, charges }), golden.header);
});

test("behavior: amounts are decimal strings, so that no digit is lost", () => {
  const voucher = voucherFor(golden.voucher, charges);
  const sent = JSON.parse(atob(voucherHeader({ voucher, signature: golden.signature, charges }))) as Golden;
  assert.deepEqual(sent.voucher, golden.voucher);
  assert.deepEqual(
    sent.charges,
    golden.charges.map(({ modelId, servingAmount, feeAmount }) => ({ modelId, servingAmount, feeAmount })),
  );
});
