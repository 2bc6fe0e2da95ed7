import assert from "node:assert/strict";
import { test } from "node:test";
import { parseEther } from "viem";
import { chainAt } from "../../../../test/support/chainAt.ts";
import { deposit } from "./deposit.ts";
import { openWithdrawal } from "./open-withdrawal.ts";
import { readChannel } from "./read-channel.ts";

test("default: tokens are approved and added to the channel", async () => {
  const { deployment, wallet, address } = await chainAt("channel");
  const payee = address("gateway");
  const deposited = await deposit(wallet("app"), { deployment, payee, amount: parseEther("1") });
  assert.deepEqual([deposited.amount, deposited.deposited], [parseEther("1"), parseEther("11")]);
});

test("behavior: a deposit cancels an opened withdrawal", async () => {
  const { deployment, wallet, address } = await chainAt("channel");
  const payee = address("gateway");
  await openWithdrawal(wallet("app"), { deployment, payee });
  await deposit(wallet("app"), { deployment, payee, amount: 1n });
  const { withdrawAt } = await readChannel(wallet("app"), { deployment, payer: address("app"), payee });
  assert.equal(withdrawAt, 0n);
});

test("error: nothing is no deposit", async () => {
  const { deployment, wallet, address } = await chainAt("channel");
  await assert.rejects(deposit(wallet("app"), { deployment, payee: address("gateway"), amount: 0n }), {
    code: "REVERT_ZERO_AMOUNT",
  });
});
