import assert from "node:assert/strict";
import { test } from "node:test";
import { chainAt } from "../../../../test/support/chainAt.ts";
import { readSeedEpoch } from "./read-seed-epoch.ts";

test("default: epochs follow each other, each with a seed of its own", async () => {
  const { deployment, client, nextEpoch } = await chainAt("deployed");
  await nextEpoch();
  const first = await readSeedEpoch(client, { deployment });
  await nextEpoch();
  const second = await readSeedEpoch(client, { deployment });
  assert.equal(second.epoch, first.epoch + 1);
  assert.match(first.seed ?? "", /^0x[0-9a-f]{64}$/);
  assert.notEqual(second.seed, first.seed);
});
