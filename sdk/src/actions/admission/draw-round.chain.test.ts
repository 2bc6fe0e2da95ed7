import assert from "node:assert/strict";
import { test } from "node:test";
import { chainAt } from "../../../../test/support/chainAt.ts";
import { ROUND } from "../../../../test/support/documents.ts";
import { drawRound } from "./draw-round.ts";
import { readPhase } from "./read-phase.ts";

test("default: seats and batch are drawn once the epoch has passed", async () => {
  const { deployment, wallet, nextEpoch } = await chainAt("opened");
  await nextEpoch();
  const drawn = await drawRound(wallet("ada"), { deployment, ...ROUND });
  assert.equal(drawn.stakerIds.length, 5, "three primaries and two reserves");
  assert.equal(drawn.batchId, 0);
  assert.deepEqual(await readPhase(wallet("ada"), { deployment, ...ROUND }), "Drawn");
});

test("error: a round is not drawn by the seed of its own epoch", async () => {
  const { deployment, wallet } = await chainAt("opened");
  await assert.rejects(drawRound(wallet("ada"), { deployment, ...ROUND }), { code: "REVERT_SEED_NOT_READY" });
});
