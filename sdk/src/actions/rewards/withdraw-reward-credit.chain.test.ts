import assert from "node:assert/strict";
import { test } from "node:test";
import { chainAt } from "../../../../test/support/chainAt.ts";
import { allocationOf, epochInput, FUNDING } from "../../../../test/support/rewards.ts";
import { findDiscard } from "../../hashing/discards.ts";
import { claimTreeOfHashes, rewardLeaf } from "../../hashing/reward-trees.ts";
import { discardEpoch } from "./discard-epoch.ts";
import { fundRewards } from "./fund-rewards.ts";
import { postEpoch } from "./post-epoch.ts";
import { withdrawRewardCredit } from "./withdraw-reward-credit.ts";

test("default: the bounty of a discard is paid out", async () => {
  const chain = await chainAt("deployed");
  const { deployment, wallet, address } = chain;
  await fundRewards(wallet("gateway"), { deployment, ...FUNDING });
  const { leaves, depth } = await allocationOf(chain);
  const { token } = deployment.addresses;
  const claimHashes = [...leaves.slice(1), { account: address("ben"), token, cumulative: 1n }].map(rewardLeaf);
  const { top } = claimTreeOfHashes(claimHashes, depth);
  await postEpoch(wallet("gateway"), { deployment, ...(await epochInput(chain)), top });
  const discard = findDiscard({ leaves, depth, claimHashes }, undefined, token);
  assert.ok(discard);
  const { bounty } = await discardEpoch(wallet("ada"), { deployment, discard });
  assert.equal((await withdrawRewardCredit(wallet("ada"), { deployment })).amount, bounty);
});

test("error: there is nothing to withdraw", async () => {
  const { deployment, wallet } = await chainAt("posted");
  await assert.rejects(withdrawRewardCredit(wallet("ada"), { deployment }), { code: "REVERT_NOTHING_TO_WITHDRAW" });
});
