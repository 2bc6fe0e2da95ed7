import assert from "node:assert/strict";
import { test } from "node:test";
import { chainAt } from "../../../../test/support/chainAt.ts";
import { MODEL } from "../../../../test/support/documents.ts";
import { readModelState } from "./read-model-state.ts";

test("default: a model is in the sandbox until a round admits it", async () => {
  const before = await chainAt("staked");
  assert.equal(await readModelState(before.client, { deployment: before.deployment, ...MODEL }), "Sandbox");
  const after = await chainAt("final");
  assert.equal(await readModelState(after.client, { deployment: after.deployment, ...MODEL }), "Admitted");
});
