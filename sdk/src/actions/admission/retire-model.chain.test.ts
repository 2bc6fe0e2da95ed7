import assert from "node:assert/strict";
import { test } from "node:test";
import { parseEther } from "viem";
import { chainAt } from "../../../../test/support/chainAt.ts";
import { MODEL } from "../../../../test/support/documents.ts";
import { openRound } from "./open-round.ts";
import { readModelState } from "./read-model-state.ts";
import { retireModel } from "./retire-model.ts";

test("default: a retired model stays retired", async () => {
  const { deployment, wallet } = await chainAt("staked");
  const client = wallet("publisher");
  const changed = await retireModel(client, { deployment, ...MODEL });
  assert.equal(changed.modelId, 1n);
  assert.equal(await readModelState(client, { deployment, ...MODEL }), "Retired");
  await assert.rejects(openRound(client, { deployment, ...MODEL, maxFee: parseEther("30") }), {
    code: "REVERT_MODEL_RETIRED",
  });
});

test("error: only its publisher retires a model", async () => {
  const { deployment, wallet } = await chainAt("staked");
  await assert.rejects(retireModel(wallet("ada"), { deployment, ...MODEL }), { code: "REVERT_NOT_PUBLISHER" });
});
