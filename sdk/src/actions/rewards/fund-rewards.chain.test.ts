import assert from "node:assert/strict";
import { test } from "node:test";
import { chainAt } from "../../../../test/support/chainAt.ts";
import { FUNDING } from "../../../../test/support/rewards.ts";
import * as calls from "../../calls/index.ts";
import { fundRewards } from "./fund-rewards.ts";

test("default: fees are approved and paid in, with the statement that says where they come from", async () => {
  const { deployment, wallet, address, client } = await chainAt("deployed");
  const funded = await fundRewards(wallet("gateway"), { deployment, ...FUNDING });
  assert.deepEqual(
    [funded.gateway, funded.amount, funded.funded],
    [address("gateway"), FUNDING.amount, FUNDING.amount],
  );
  assert.equal(await client.readContract(calls.rewards.funded(deployment)), FUNDING.amount);
});

test("error: nothing is no fee", async () => {
  const { deployment, wallet } = await chainAt("deployed");
  await assert.rejects(fundRewards(wallet("gateway"), { deployment, ...FUNDING, amount: 0n }), {
    code: "REVERT_ZERO_AMOUNT",
  });
});
