import assert from "node:assert/strict";
import { test } from "node:test";
import { chainAt } from "../../../../test/support/chainAt.ts";
import { MODEL } from "../../../../test/support/documents.ts";
import { readAttempts } from "./read-attempts.ts";

test("default: a round is an attempt", async () => {
  const before = await chainAt("staked");
  assert.equal(await readAttempts(before.client, { deployment: before.deployment, ...MODEL }), 0);
  const after = await chainAt("opened");
  assert.equal(await readAttempts(after.client, { deployment: after.deployment, ...MODEL }), 1);
});
