import assert from "node:assert/strict";
import { test } from "node:test";
import { chainAt } from "../../../../test/support/chainAt.ts";
import { allocationOf } from "../../../../test/support/rewards.ts";
import { rewardClaim } from "../../hashing/reward-trees.ts";
import { readBalance } from "../token/read-balance.ts";
import { claimRewards } from "./claim-rewards.ts";

test("default: an account is paid its cumulative", async () => {
  const chain = await chainAt("paying");
  const { deployment, wallet, address, client } = chain;
  const account = address("ben");
  const allocation = await allocationOf(chain);
  const claim = rewardClaim(allocation.leaves, address("trainer"));
  assert.ok(claim);
  const before = await readBalance(client, { deployment, account: address("trainer") });
  const claimed = await claimRewards(wallet("ada"), { deployment, account: address("trainer"), ...claim });
  assert.equal(claimed.amount, claim.cumulative);
  assert.equal((await readBalance(client, { deployment, account: address("trainer") })) - before, claim.cumulative);
  assert.equal(rewardClaim(allocation.leaves, account), undefined, "who earned nothing has no leaf");
});

test("error: the amount of somebody else's leaf", async () => {
  const chain = await chainAt("paying");
  const { deployment, wallet, address } = chain;
  const claim = rewardClaim((await allocationOf(chain)).leaves, address("ada"));
  assert.ok(claim);
  await assert.rejects(claimRewards(wallet("ada"), { deployment, account: address("ben"), ...claim }), {
    code: "REVERT_BAD_PROOF",
  });
});
