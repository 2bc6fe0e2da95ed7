import assert from "node:assert/strict";
import { test } from "node:test";
import { parseEther } from "viem";
import { chainAt } from "../../../../test/support/chainAt.ts";
import { readParams } from "../params/read-params.ts";
import { openWithdrawal } from "./open-withdrawal.ts";
import { withdrawChannel } from "./withdraw-channel.ts";

test("default: what was not redeemed goes back after the delay", async () => {
  const { deployment, wallet, address, client, pass } = await chainAt("channel");
  const payee = address("gateway");
  const { withdrawDelay } = await readParams(client, { deployment });
  await openWithdrawal(wallet("app"), { deployment, payee });
  await pass(withdrawDelay);
  assert.equal((await withdrawChannel(wallet("app"), { deployment, payee })).amount, parseEther("10"));
});

test("error: the delay is not over", async () => {
  const { deployment, wallet, address } = await chainAt("channel");
  const payee = address("gateway");
  await openWithdrawal(wallet("app"), { deployment, payee });
  await assert.rejects(withdrawChannel(wallet("app"), { deployment, payee }), {
    code: "REVERT_WITHDRAWAL_NOT_READY",
  });
});
