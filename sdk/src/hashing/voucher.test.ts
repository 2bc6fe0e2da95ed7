import assert from "node:assert/strict";
import { test } from "node:test";
import { secp256k1 } from "@noble/curves/secp256k1.js";
import { concat, type Hex, hashTypedData, numberToHex } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { chargesRoot, chargesTotal } from "./charges.ts";
import { hashVoucher, recoverSigner, verifyVoucher, voucherTypedData } from "./voucher.ts";

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

test("error: malformed and malleable signatures have no signer", async () => {
  const digest = hashVoucher({ ...domain, voucher });
  const signature = await payer.sign({ hash: digest });
  assert.equal(recoverSigner(digest, signature), payer.address);
  const s = BigInt(`0x${signature.slice(66, 130)}`);
  const high = numberToHex(secp256k1.Point.CURVE().n - s, { size: 32 });
  const flipped: Hex = signature.endsWith("1b") ? "0x1c" : "0x1b";
  const malleable = concat([`0x${signature.slice(2, 66)}`, high, flipped]);
  const zero: Hex = `0x${"00".repeat(64)}1b`;
  for (const bad of ["0x", "0x12", malleable, zero, `${signature.slice(0, -2)}05`, "nonsense"] as Hex[]) {
    assert.equal(recoverSigner(digest, bad), undefined);
  }
});

test("charges: a model may appear once", () => {
  assert.throws(() => chargesRoot([...charges, ...charges]), { code: "CHARGES_TWICE" });
});
