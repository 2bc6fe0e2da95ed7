import assert from "node:assert/strict";
import { test } from "node:test";
import { chainAt } from "../../../../test/support/chainAt.ts";
import { MODEL, modelInput } from "../../../../test/support/documents.ts";
import { readModelState } from "../admission/read-model-state.ts";
import { registerModel } from "./register-model.ts";

test("default: the caller is the publisher of a model in the sandbox", async () => {
  const { deployment, wallet, address } = await chainAt("sealed");
  const client = wallet("publisher");
  const registered = await registerModel(client, { deployment, input: modelInput(address("trainer")) });
  assert.deepEqual([registered.modelId, registered.publisher], [1n, address("publisher")]);
  assert.equal(await readModelState(client, { deployment, ...MODEL }), "Sandbox");
});

test("error: the weights of the sources make a whole", async () => {
  const { deployment, wallet, address } = await chainAt("sealed");
  const input = modelInput(address("trainer"));
  const sources = input.sources.map((source) => ({ ...source, weightBps: 9_999 }));
  await assert.rejects(registerModel(wallet("publisher"), { deployment, input: { ...input, sources } }), {
    code: "REVERT_SOURCE_WEIGHTS",
  });
});
