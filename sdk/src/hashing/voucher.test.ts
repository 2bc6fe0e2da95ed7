import assert from "node:assert/strict";
import { test } from "node:test";
import { hashTypedData, numberToHex } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { chargesRoot, chargesTotal } from "./charges.ts";
import { hashVoucher, verifyVoucher, voucherTypedData } from "./voucher.ts";

const payer = privateKeyToAccount(generatePrivateKey());
const at = (n: number) => numberToHex(n, { size: 20 });
const charges = [{ modelId: 1n, servingAmount: 4n, feeAmount: 6n }];
const voucher = {
  payer: payer.address,
  payee: at(2),
  token: at(3),
  cumulative: chargesTotal(charges),
  chargesRoot: chargesRoot(charges),
};
const domain = { chainId: 31337, payments: at(9) };

test("default: a wallet's signature verifies, any change does not", async () => {
  const signature = await payer.signTypedData(voucherTypedData({ ...domain, voucher }));
  assert.equal(hashVoucher({ ...domain, voucher }), hashTypedData(voucherTypedData({ ...domain, voucher })));
  assert.equal(verifyVoucher({ ...domain, voucher, signature }), true);
  assert.equal(verifyVoucher({ ...domain, chainId: 1, voucher, signature }), false);
  assert.equal(verifyVoucher({ ...domain, voucher: { ...voucher, cumulative: 11n }, signature }), false);
});

test("charges: a model may appear once", () => {
  assert.throws(() => chargesRoot([...charges, ...charges]), { code: "CHARGES_TWICE" });
});
