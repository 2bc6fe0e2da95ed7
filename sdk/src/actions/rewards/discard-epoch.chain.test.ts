import assert from "node:assert/strict";
import { test } from "node:test";
import { chainAt } from "../../../../test/support/chainAt.ts";
import { allocationOf, epochInput, FUNDING } from "../../../../test/support/rewards.ts";
import { findDiscard } from "../../hashing/discards.ts";
import { claimTreeOfHashes, rewardLeaf } from "../../hashing/reward-trees.ts";
import { readParams } from "../params/read-params.ts";
import { discardEpoch } from "./discard-epoch.ts";
import { fundRewards } from "./fund-rewards.ts";
import { postEpoch } from "./post-epoch.ts";

/** Posts an epoch whose claim tree pays the thief instead of the first account, and finds the proof of that. */
async function forged() {
  const chain = await chainAt("deployed");
  const { deployment, wallet, address } = chain;
  await fundRewards(wallet("gateway"), { deployment, ...FUNDING });
  const { leaves, depth } = await allocationOf(chain);
  const { token } = deployment.addresses;
  const stolen = [...leaves.slice(1), { account: address("ben"), token, cumulative: FUNDING.amount }];
  const { top } = claimTreeOfHashes(stolen.map(rewardLeaf), depth);
  await postEpoch(wallet("gateway"), { deployment, ...(await epochInput(chain)), top });
  const discard = findDiscard({ leaves, depth, claimHashes: stolen.map(rewardLeaf) }, undefined, token);
  assert.ok(discard);
  return { chain, discard };
}

test("default: whoever shows that the trees differ earns half of the bond, and the number is free again", async () => {
  const { chain, discard } = await forged();
  const { deployment, wallet, address, client } = chain;
  const { epochBond } = await readParams(client, { deployment });
  const discarded = await discardEpoch(wallet("ada"), { deployment, discard });
  assert.deepEqual([discarded.epoch, discarded.by, discarded.bounty], [1n, address("ada"), epochBond / 2n]);
  const posted = await postEpoch(wallet("gateway"), { deployment, ...(await epochInput(chain)) });
  assert.equal(posted.epoch, 1n);
});

test("error: the proof is not about what was posted", async () => {
  const { discard } = await forged();
  const { deployment, wallet } = await chainAt("posted");
  await assert.rejects(discardEpoch(wallet("ada"), { deployment, discard }), { code: "REVERT_BAD_PROOF" });
});
