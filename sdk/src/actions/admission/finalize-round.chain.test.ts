import assert from "node:assert/strict";
import { test } from "node:test";
import { chainAt } from "../../../../test/support/chainAt.ts";
import { MODEL, ROUND } from "../../../../test/support/documents.ts";
import { resultOf, seatsOf } from "../../../../test/support/round.ts";
import { unpackLanes } from "../../hashing/lanes.ts";
import { readGate } from "../params/read-gate.ts";
import { finalizeRound } from "./finalize-round.ts";
import { readModelState } from "./read-model-state.ts";

const resultsOf = async (chain: Awaited<ReturnType<typeof chainAt>>) =>
  await Promise.all(
    (await seatsOf(chain)).map(async ({ seat, client }) => (await resultOf(chain, client, seat)).result),
  );

test("default: the medians reach the gate and the model is admitted", async () => {
  const chain = await chainAt("audited");
  const { deployment, wallet } = chain;
  const client = wallet("ada");
  const final = await finalizeRound(client, { deployment, ...ROUND, results: await resultsOf(chain) });
  assert.equal(final.passed, true);
  assert.equal(unpackLanes(final.medianLanes)[0], 31);
  assert.equal(final.minPasses, await readGate(client, { deployment, items: 32, attempt: 1 }));
  assert.equal(await readModelState(client, { deployment, ...MODEL }), "Admitted");
});

test("error: every revealed seat must be there", async () => {
  const chain = await chainAt("audited");
  const { deployment, wallet } = chain;
  const results = (await resultsOf(chain)).slice(1);
  await assert.rejects(finalizeRound(wallet("ada"), { deployment, ...ROUND, results }), {
    code: "REVERT_MISSING_RESULTS",
  });
});
