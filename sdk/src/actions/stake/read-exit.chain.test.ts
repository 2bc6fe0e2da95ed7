import assert from "node:assert/strict";
import { test } from "node:test";
import { parseEther } from "viem";
import { chainAt } from "../../../../test/support/chainAt.ts";
import { MODEL } from "../../../../test/support/documents.ts";
import { readParams } from "../params/read-params.ts";
import { readExit } from "./read-exit.ts";
import { unstakeModel } from "./unstake-model.ts";

test("default: what leaves, and from when", async () => {
  const { deployment, wallet, address, client } = await chainAt("staked");
  const { unstakeCooldown } = await readParams(client, { deployment });
  await unstakeModel(wallet("publisher"), { deployment, ...MODEL, amount: parseEther("5") });
  const { timestamp } = await client.getBlock();
  const { amount, availableAt, debt } = await readExit(client, { deployment, account: address("publisher") });
  assert.deepEqual([amount, debt], [parseEther("5"), 0n]);
  assert.ok(availableAt >= timestamp + BigInt(unstakeCooldown));
});

test("behavior: nothing has left", async () => {
  const { deployment, address, client } = await chainAt("staked");
  const exit = await readExit(client, { deployment, account: address("ada") });
  assert.deepEqual(exit, { amount: 0n, availableAt: 0n, effectiveEpoch: 0, debt: 0n });
});
