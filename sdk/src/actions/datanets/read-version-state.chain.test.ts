import assert from "node:assert/strict";
import { test } from "node:test";
import { chainAt } from "../../../../test/support/chainAt.ts";
import { DATANET } from "../../../../test/support/documents.ts";
import { readVersionState } from "./read-version-state.ts";

test("default: a sealed version has unused batches, a published one none", async () => {
  const version = { ...DATANET, version: 1 };
  const before = await chainAt("published");
  const published = await readVersionState(before.client, { deployment: before.deployment, ...version });
  assert.deepEqual(published, { state: "Published", batchesLeft: 0 });
  const after = await chainAt("sealed");
  const sealed = await readVersionState(after.client, { deployment: after.deployment, ...version });
  assert.deepEqual(sealed, { state: "Sealed", batchesLeft: 1 });
});
