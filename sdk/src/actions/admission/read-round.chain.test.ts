import assert from "node:assert/strict";
import { test } from "node:test";
import { chainAt } from "../../../../test/support/chainAt.ts";
import { ROUND } from "../../../../test/support/documents.ts";
import { readParams } from "../params/read-params.ts";
import { readRound } from "./read-round.ts";

test("default: the clock word's fields have the names of what they are", async () => {
  const { client, deployment } = await chainAt("revealed");
  const { seats, reserves, itemsPerBatch, commitWindow, revealWindow, auditWindow } = await readParams(client, {
    deployment,
  });
  const round = await readRound(client, { deployment, ...ROUND });
  assert.deepEqual([round.seats, round.reserves, round.itemsPerBatch], [seats, reserves, itemsPerBatch]);
  assert.deepEqual(
    [round.commitWindow, round.revealWindow, round.auditWindow],
    [commitWindow, revealWindow, auditWindow],
  );
  assert.deepEqual(
    [round.committed, round.revealed],
    [
      [0, 1, 2],
      [0, 1, 2],
    ],
  );
  assert.deepEqual([round.excluded, round.convicted, round.audited, round.badKeys], [[], [], [], []]);
  assert.deepEqual([round.held, round.audits, round.selfSet], [0, true, false]);
  assert.equal(round.stakerIds.filter((id) => id !== 0).length, seats + reserves);
  assert.notEqual(round.closedAt, 0n, "all have revealed, so the reveals are closed");
});

test("behavior: an open round has no seats yet", async () => {
  const { client, deployment } = await chainAt("opened");
  const round = await readRound(client, { deployment, ...ROUND });
  assert.deepEqual([round.committed, round.closedAt, round.stakerIds[0]], [[], 0n, 0]);
});
