import assert from "node:assert/strict";
import { test } from "node:test";
import { parseEther } from "viem";
import { chainAt } from "../../../../test/support/chainAt.ts";
import { readChannel } from "./read-channel.ts";

test("default: what was put in and taken out", async () => {
  const { deployment, address, client } = await chainAt("channel");
  const channel = await readChannel(client, { deployment, payer: address("app"), payee: address("gateway") });
  assert.deepEqual(channel, { deposited: parseEther("10"), redeemed: 0n, withdrawAt: 0n });
});

test("behavior: a channel nobody opened is empty", async () => {
  const { deployment, address, client } = await chainAt("channel");
  const channel = await readChannel(client, { deployment, payer: address("ada"), payee: address("gateway") });
  assert.deepEqual(channel, { deposited: 0n, redeemed: 0n, withdrawAt: 0n });
});
