import assert from "node:assert/strict";
import { test } from "node:test";
import { chainAt } from "../../../../test/support/chainAt.ts";
import { readStake } from "./read-stake.ts";
import { unstakeUnits } from "./unstake-units.ts";

test("default: free units begin to leave", async () => {
  const { deployment, wallet, address } = await chainAt("staked");
  const client = wallet("evaluator1");
  const unstaked = await unstakeUnits(client, { deployment, units: 4n });
  assert.equal(unstaked.units, 4n);
  assert.equal((await readStake(client, { deployment, evaluator: address("evaluator1") })).leaving, 4n);
});

test("error: more units than there are", async () => {
  const { deployment, wallet } = await chainAt("staked");
  await assert.rejects(unstakeUnits(wallet("evaluator1"), { deployment, units: 11n }), {
    code: "REVERT_INSUFFICIENT_FREE_UNITS",
  });
});
