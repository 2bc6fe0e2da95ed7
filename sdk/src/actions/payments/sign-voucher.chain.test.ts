import assert from "node:assert/strict";
import { test } from "node:test";
import { parseEther } from "viem";
import { chainAt } from "../../../../test/support/chainAt.ts";
import * as calls from "../../calls/index.ts";
import { chargesRoot } from "../../hashing/charges.ts";
import { hashVoucher, verifyVoucher } from "../../hashing/voucher.ts";
import { signVoucher } from "./sign-voucher.ts";

test("default: the contract and verifyVoucher see the same promise", async () => {
  const { deployment, wallet, address, client } = await chainAt("channel");
  const voucher = {
    payer: address("app"),
    payee: address("gateway"),
    token: deployment.addresses.token,
    cumulative: parseEther("3"),
    chargesRoot: chargesRoot([{ modelId: 1n, servingAmount: parseEther("1"), feeAmount: parseEther("2") }]),
  };
  const signature = await signVoucher(wallet("app"), { deployment, voucher });
  const domain = { chainId: deployment.chainId, payments: deployment.addresses.payments };
  assert.equal(verifyVoucher({ ...domain, voucher, signature }), true);
  assert.equal(verifyVoucher({ ...domain, voucher: { ...voucher, cumulative: 1n }, signature }), false);
  const digest = await client.readContract(calls.payments.hashVoucher(deployment, { voucher }));
  assert.equal(hashVoucher({ ...domain, voucher }), digest);
});
