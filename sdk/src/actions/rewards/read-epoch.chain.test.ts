import assert from "node:assert/strict";
import { test } from "node:test";
import { chainAt } from "../../../../test/support/chainAt.ts";
import { allocationOf } from "../../../../test/support/rewards.ts";
import { readEpoch } from "./read-epoch.ts";

test("default: an epoch as it was posted", async () => {
  const chain = await chainAt("posted");
  const { deployment, client, address } = chain;
  const { root, total, depth } = await allocationOf(chain);
  const epoch = await readEpoch(client, { deployment, epoch: 1n });
  assert.deepEqual([epoch.poster, epoch.root, epoch.total, epoch.depth], [address("gateway"), root, total, depth]);
  assert.deepEqual([epoch.settled, epoch.attempt], [false, 1]);
});

test("error: an epoch nobody posted", async () => {
  const { deployment, client } = await chainAt("posted");
  await assert.rejects(readEpoch(client, { deployment, epoch: 2n }), { code: "REVERT_NO_EPOCH" });
});
