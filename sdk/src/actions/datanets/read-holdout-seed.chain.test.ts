import assert from "node:assert/strict";
import { test } from "node:test";
import { chainAt } from "../../../../test/support/chainAt.ts";
import { DATANET } from "../../../../test/support/documents.ts";
import { readHoldoutSeed } from "./read-holdout-seed.ts";

test("default: the seed comes with a later epoch", async () => {
  const { deployment, client, nextEpoch } = await chainAt("published");
  const version = { ...DATANET, version: 1 };
  await assert.rejects(readHoldoutSeed(client, { deployment, ...version }), { code: "REVERT_SEED_NOT_READY" });
  await nextEpoch();
  assert.match(await readHoldoutSeed(client, { deployment, ...version }), /^0x[0-9a-f]{64}$/);
});

test("error: there is no such version", async () => {
  const { deployment, client } = await chainAt("published");
  await assert.rejects(readHoldoutSeed(client, { deployment, ...DATANET, version: 7 }), {
    code: "REVERT_UNKNOWN_VERSION",
  });
});
