import assert from "node:assert/strict";
import { test } from "node:test";
import { parseEther } from "viem";
import { chainAt } from "../../../../test/support/chainAt.ts";
import { chargesRoot } from "../../hashing/charges.ts";
import { deposit } from "./deposit.ts";
import { readChannel } from "./read-channel.ts";
import { redeemBatch } from "./redeem-batch.ts";
import { signVoucher } from "./sign-voucher.ts";

test("default: vouchers of two payers are paid by one transfer", async () => {
  const { deployment, wallet, address, client } = await chainAt("channel");
  const payee = address("gateway");
  await deposit(wallet("ada"), { deployment, payee, amount: parseEther("5") });
  const vouchers = await Promise.all(
    (["app", "ada"] as const).map(async (name) => {
      const voucher = {
        payer: address(name),
        payee,
        token: deployment.addresses.token,
        cumulative: parseEther("3"),
        chargesRoot: chargesRoot([{ modelId: 1n, servingAmount: parseEther("1"), feeAmount: parseEther("2") }]),
      };
      return { voucher, signature: await signVoucher(wallet(name), { deployment, voucher }) };
    }),
  );
  const { amount, redeemed } = await redeemBatch(wallet("gateway"), { deployment, vouchers });
  assert.equal(amount, parseEther("6"));
  assert.deepEqual(
    redeemed.map(({ payer }) => payer),
    [address("app"), address("ada")],
  );
  const channel = await readChannel(client, { deployment, payer: address("ada"), payee });
  assert.equal(channel.redeemed, parseEther("3"));
});

test("error: a batch of nothing", async () => {
  const { deployment, wallet } = await chainAt("channel");
  await assert.rejects(redeemBatch(wallet("gateway"), { deployment, vouchers: [] }), { code: "REVERT_EMPTY_BATCH" });
});
