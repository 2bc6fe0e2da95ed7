import assert from "node:assert/strict";
import { test } from "node:test";
import { parseEther } from "viem";
import { chainAt } from "../../../../test/support/chainAt.ts";
import { MODEL } from "../../../../test/support/documents.ts";
import { stakeModel } from "./stake-model.ts";

test("default: stake adds up", async () => {
  const { deployment, wallet } = await chainAt("staked");
  const staked = await stakeModel(wallet("publisher"), { deployment, ...MODEL, amount: parseEther("5") });
  assert.deepEqual([staked.amount, staked.total], [parseEther("5"), parseEther("505")]);
});

test("error: only its publisher stakes on a model", async () => {
  const { deployment, wallet } = await chainAt("staked");
  await assert.rejects(stakeModel(wallet("ada"), { deployment, ...MODEL, amount: 1n }), {
    code: "REVERT_NOT_PUBLISHER",
  });
});
