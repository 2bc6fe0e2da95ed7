import assert from "node:assert/strict";
import { test } from "node:test";
import { chainAt } from "../../../../test/support/chainAt.ts";
import { readParams } from "../params/read-params.ts";
import { readStake } from "./read-stake.ts";
import { stakeUnits } from "./stake-units.ts";

test("default: units are paid for and count from the next epoch", async () => {
  const { deployment, wallet, address, client, nextEpoch } = await chainAt("staked");
  const { stakeUnit } = await readParams(client, { deployment });
  const staked = await stakeUnits(wallet("evaluator1"), { deployment, units: 2n });
  assert.deepEqual([staked.units, staked.amount], [2n, 2n * stakeUnit]);
  const evaluator = address("evaluator1");
  assert.equal((await readStake(client, { deployment, evaluator })).active, 10n);
  await nextEpoch();
  assert.equal((await readStake(client, { deployment, evaluator })).active, 12n);
});

test("error: an evaluator without a key", async () => {
  const { deployment, wallet } = await chainAt("staked");
  await assert.rejects(stakeUnits(wallet("ada"), { deployment, units: 1n }), { code: "REVERT_NOT_REGISTERED" });
});
