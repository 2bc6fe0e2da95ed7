import assert from "node:assert/strict";
import { test } from "node:test";
import { chainAt } from "../../../../test/support/chainAt.ts";
import { ROUND } from "../../../../test/support/documents.ts";
import { holderOf } from "../../../../test/support/round.ts";
import { readRound } from "./read-round.ts";
import { signalBadKey } from "./signal-bad-key.ts";

test("default: a seat whose key opens nothing gives itself up", async () => {
  const chain = await chainAt("keyed");
  const { deployment } = chain;
  const client = await holderOf(chain, 1);
  const signalled = await signalBadKey(client, { deployment, ...ROUND, seat: 1 });
  assert.deepEqual([signalled.seat, signalled.evaluator, signalled.signals], [1, client.account.address, 1]);
  assert.deepEqual((await readRound(client, { deployment, ...ROUND })).badKeys, [1]);
});

test("error: only the seat's holder signals", async () => {
  const { deployment, wallet } = await chainAt("keyed");
  await assert.rejects(signalBadKey(wallet("ada"), { deployment, ...ROUND, seat: 1 }), { code: "REVERT_NOT_SEAT" });
});
