import assert from "node:assert/strict";
import { test } from "node:test";
import { chainAt } from "../../../../test/support/chainAt.ts";
import { DATANET, modelInput } from "../../../../test/support/documents.ts";
import { registerModel } from "../models/register-model.ts";
import { readVersionState } from "./read-version-state.ts";
import { withdrawVersion } from "./withdraw-version.ts";

test("default: a withdrawn version takes no new models", async () => {
  const { deployment, wallet, address } = await chainAt("sealed");
  const client = wallet("curator");
  const withdrawn = await withdrawVersion(client, { deployment, ...DATANET, version: 1 });
  assert.deepEqual([withdrawn.datanetId, withdrawn.version], [1n, 1]);
  const { state } = await readVersionState(client, { deployment, ...DATANET, version: 1 });
  assert.equal(state, "Withdrawn");
  await assert.rejects(registerModel(client, { deployment, input: modelInput(address("trainer")) }), {
    code: "REVERT_SOURCE_NOT_SEALED",
  });
});

test("error: only the curator withdraws", async () => {
  const { deployment, wallet } = await chainAt("sealed");
  await assert.rejects(withdrawVersion(wallet("ada"), { deployment, ...DATANET, version: 1 }), {
    code: "REVERT_NOT_CURATOR",
  });
});
