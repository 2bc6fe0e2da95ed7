import assert from "node:assert/strict";
import { test } from "node:test";
import { chainAt } from "../../../../test/support/chainAt.ts";
import { readParams } from "../params/read-params.ts";
import { openWithdrawal } from "./open-withdrawal.ts";
import { readChannel } from "./read-channel.ts";

test("default: the channel can be withdrawn after the delay", async () => {
  const { deployment, wallet, address, client } = await chainAt("channel");
  const payee = address("gateway");
  const { withdrawDelay } = await readParams(client, { deployment });
  const { withdrawAt } = await openWithdrawal(wallet("app"), { deployment, payee });
  const { timestamp } = await client.getBlock();
  assert.equal(withdrawAt, timestamp + BigInt(withdrawDelay));
  const channel = await readChannel(client, { deployment, payer: address("app"), payee });
  assert.equal(channel.withdrawAt, withdrawAt);
});
