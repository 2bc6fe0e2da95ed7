import assert from "node:assert/strict";
import { test } from "node:test";
import { parseEther } from "viem";
import { chainAt } from "../../../../test/support/chainAt.ts";
import { chargesRoot } from "../../hashing/charges.ts";
import { readBalance } from "../token/read-balance.ts";
import { redeem } from "./redeem.ts";
import { signVoucher } from "./sign-voucher.ts";

async function signed() {
  const chain = await chainAt("channel");
  const { deployment, wallet, address } = chain;
  const voucher = {
    payer: address("app"),
    payee: address("gateway"),
    token: deployment.addresses.token,
    cumulative: parseEther("3"),
    chargesRoot: chargesRoot([{ modelId: 1n, servingAmount: parseEther("1"), feeAmount: parseEther("2") }]),
  };
  return { chain, voucher, signature: await signVoucher(wallet("app"), { deployment, voucher }) };
}

test("default: the increase since the last redemption is paid to the payee", async () => {
  const { chain, voucher, signature } = await signed();
  const { deployment, wallet, address, client } = chain;
  const before = await readBalance(client, { deployment, account: address("gateway") });
  const redeemed = await redeem(wallet("ada"), { deployment, voucher, signature });
  assert.deepEqual([redeemed.amount, redeemed.cumulative], [parseEther("3"), parseEther("3")]);
  assert.equal((await readBalance(client, { deployment, account: address("gateway") })) - before, parseEther("3"));
});

test("error: a voucher is paid once", async () => {
  const { chain, voucher, signature } = await signed();
  const { deployment, wallet } = chain;
  await redeem(wallet("gateway"), { deployment, voucher, signature });
  await assert.rejects(redeem(wallet("gateway"), { deployment, voucher, signature }), {
    code: "REVERT_NOT_MONOTONE",
  });
});

test("error: signed by somebody else", async () => {
  const { chain, voucher } = await signed();
  const { deployment, wallet } = chain;
  const signature = await signVoucher(wallet("ada"), { deployment, voucher });
  await assert.rejects(redeem(wallet("gateway"), { deployment, voucher, signature }), {
    code: "REVERT_BAD_SIGNATURE",
  });
});
