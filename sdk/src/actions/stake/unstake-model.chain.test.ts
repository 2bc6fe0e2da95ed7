import assert from "node:assert/strict";
import { test } from "node:test";
import { parseEther } from "viem";
import { chainAt } from "../../../../test/support/chainAt.ts";
import { MODEL } from "../../../../test/support/documents.ts";
import { unstakeModel } from "./unstake-model.ts";

test("default: stake begins to leave", async () => {
  const { deployment, wallet } = await chainAt("staked");
  const unstaked = await unstakeModel(wallet("publisher"), { deployment, ...MODEL, amount: parseEther("5") });
  assert.equal(unstaked.amount, parseEther("5"));
});

test("error: the model is in a round", async () => {
  const { deployment, wallet } = await chainAt("opened");
  await assert.rejects(unstakeModel(wallet("publisher"), { deployment, ...MODEL, amount: parseEther("5") }), {
    code: "REVERT_MODEL_IN_ROUND",
  });
});
