import assert from "node:assert/strict";
import { test } from "node:test";
import { runCampaign } from "./testing/campaign.ts";

test("reorgs: at random depths, over a faulty RPC and through kills, the index is that of the winning chain", async () => {
  const figures = await runCampaign(25, 7);
  assert.equal(figures.reorgs, 25);
  assert.ok(figures.rewinds > 15 && figures.deepest > 30, JSON.stringify(figures));
  assert.ok(figures.kills > 0 && figures.faults > 0, JSON.stringify(figures));
});
