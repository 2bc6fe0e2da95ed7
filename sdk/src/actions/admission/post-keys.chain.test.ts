import assert from "node:assert/strict";
import { test } from "node:test";
import { chainAt } from "../../../../test/support/chainAt.ts";
import { ROUND } from "../../../../test/support/documents.ts";
import { wrapsOf } from "../../../../test/support/round.ts";
import { postKeys } from "./post-keys.ts";
import { readPhase } from "./read-phase.ts";

test("default: the custodian posts one wrapped key per seat", async () => {
  const chain = await chainAt("drawn");
  const { deployment, wallet } = chain;
  const wraps = await wrapsOf(chain);
  const posted = await postKeys(wallet("curator"), { deployment, ...ROUND, wraps });
  assert.deepEqual(posted.wraps, wraps);
  assert.equal(await readPhase(wallet("curator"), { deployment, ...ROUND }), "Commit");
});

test("error: the sentence for too few keys", async () => {
  const chain = await chainAt("drawn");
  const { deployment, wallet } = chain;
  const wraps = (await wrapsOf(chain)).slice(1);
  await assert.rejects(postKeys(wallet("curator"), { deployment, ...ROUND, wraps }), {
    message: "5 wrapped keys are needed, one per seat, not 4.",
  });
});
