import assert from "node:assert/strict";
import { test } from "node:test";
import { parseEther } from "viem";
import { chainAt } from "../../../../test/support/chainAt.ts";
import { allocationOf } from "../../../../test/support/rewards.ts";
import { rewardClaim } from "../../hashing/reward-trees.ts";
import { claimRewards } from "./claim-rewards.ts";
import { readClaimable } from "./read-claimable.ts";

test("default: what an account can claim of a final epoch", async () => {
  const { deployment, client, address } = await chainAt("paying");
  const account = { deployment, account: address("ada") };
  const cumulative = parseEther("0.5");
  assert.deepEqual(await readClaimable(client, { ...account, cumulative }), {
    epoch: 1n,
    claimed: 0n,
    claimable: cumulative,
  });
  assert.equal((await readClaimable(client, account)).claimable, undefined);
});

test("behavior: a pending epoch pays nobody", async () => {
  const { deployment, client, address } = await chainAt("posted");
  assert.equal((await readClaimable(client, { deployment, account: address("ada") })).epoch, 0n);
});

test("behavior: what was claimed is not claimable again", async () => {
  const chain = await chainAt("paying");
  const { deployment, client, wallet, address } = chain;
  const claim = rewardClaim((await allocationOf(chain)).leaves, address("ada"));
  assert.ok(claim);
  await claimRewards(wallet("ada"), { deployment, account: address("ada"), ...claim });
  const { claimed, claimable } = await readClaimable(client, {
    deployment,
    account: address("ada"),
    cumulative: claim.cumulative,
  });
  assert.deepEqual([claimed, claimable], [claim.cumulative, 0n]);
});
