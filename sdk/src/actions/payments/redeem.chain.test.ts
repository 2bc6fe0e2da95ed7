import assert from "node:assert/strict";
import { test } from "node:test";
import { concat, numberToHex, parseEther, slice } from "viem";
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

test("behavior: a wallet's v of 0 or 1 and its compact form are redeemed too", async () => {
  for (const form of ["old", "compact"]) {
    const { chain, voucher, signature } = await signed();
    const parity = signature.endsWith("1b") ? 0 : 1;
    const s = BigInt(slice(signature, 32, 64)) | (BigInt(parity) << 255n);
    const given =
      form === "old"
        ? concat([slice(signature, 0, 64), numberToHex(parity, { size: 1 })])
        : concat([slice(signature, 0, 32), numberToHex(s, { size: 32 })]);
    const { deployment, wallet } = chain;
    const { amount } = await redeem(wallet("gateway"), { deployment, voucher, signature: given });
    assert.equal(amount, parseEther("3"), form);
  }
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
