import assert from "node:assert/strict";
import { test } from "node:test";
import { chainAt } from "../../../../test/support/chainAt.ts";
import { ROUND } from "../../../../test/support/documents.ts";
import { readPhase } from "./read-phase.ts";

test("default: the phase follows what the parties did, and the clock", async () => {
  const states = { opened: "Open", drawn: "Drawn", keyed: "Commit", committed: "Reveal", revealed: "Audit" } as const;
  for (const [state, phase] of Object.entries(states)) {
    const { client, deployment } = await chainAt(state as keyof typeof states);
    assert.equal(await readPhase(client, { deployment, ...ROUND }), phase);
  }
  const audited = await chainAt("audited");
  assert.equal(await readPhase(audited.client, { deployment: audited.deployment, ...ROUND }), "Finalizable");
});

test("behavior: a round nobody opened has none", async () => {
  const { client, deployment } = await chainAt("staked");
  assert.equal(await readPhase(client, { deployment, ...ROUND }), "None");
});
