import assert from "node:assert/strict";
import { test } from "node:test";
import { chainAt } from "../../../../test/support/chainAt.ts";
import { allocationOf, epochInput, FUNDING } from "../../../../test/support/rewards.ts";
import { fundRewards } from "./fund-rewards.ts";
import { postEpoch } from "./post-epoch.ts";
import { readEpoch } from "./read-epoch.ts";

test("default: an epoch is posted for a bond and waits out its window", async () => {
  const chain = await chainAt("deployed");
  const { deployment, wallet, address, client } = chain;
  await fundRewards(wallet("gateway"), { deployment, ...FUNDING });
  const { root, sumRoot, total } = await allocationOf(chain);
  const { epoch, poster } = await postEpoch(wallet("gateway"), { deployment, ...(await epochInput(chain)) });
  assert.deepEqual([epoch, poster, total], [1n, address("gateway"), FUNDING.amount]);
  const stored = await readEpoch(client, { deployment, epoch });
  assert.deepEqual([stored.root, stored.sumRoot, stored.total], [root, sumRoot, total]);
});

test("error: the one before is not final", async () => {
  const chain = await chainAt("posted");
  const { deployment, wallet } = chain;
  await assert.rejects(postEpoch(wallet("gateway"), { deployment, ...(await epochInput(chain)) }), {
    code: "REVERT_PREVIOUS_NOT_FINAL",
  });
});

test("error: more than was paid in", async () => {
  const chain = await chainAt("deployed");
  const { deployment, wallet } = chain;
  await assert.rejects(postEpoch(wallet("gateway"), { deployment, ...(await epochInput(chain)) }), {
    code: "REVERT_TOTAL_ABOVE_FUNDED",
  });
});
