import assert from "node:assert/strict";
import { test } from "node:test";
import { chainAt } from "../../../../test/support/chainAt.ts";
import { ROUND } from "../../../../test/support/documents.ts";
import { readParams } from "../params/read-params.ts";
import { demandLeaf } from "./demand-leaf.ts";

const leaf = { ...ROUND, seat: 0, slot: 4, position: 6 };

test("default: a seat is asked for a trial, for a bond", async () => {
  const { deployment, wallet, address } = await chainAt("revealed");
  const { demandBond } = await readParams(wallet("ada"), { deployment });
  const demanded = await demandLeaf(wallet("ada"), { deployment, leaf });
  assert.deepEqual([demanded.roundId, demanded.seat, demanded.slot, demanded.position], [1n, 0, 4, 6]);
  assert.deepEqual([demanded.demander, demanded.bond], [address("ada"), demandBond]);
});

test("error: the same trial is asked for once", async () => {
  const { deployment, wallet } = await chainAt("revealed");
  await demandLeaf(wallet("ada"), { deployment, leaf });
  await assert.rejects(demandLeaf(wallet("ada"), { deployment, leaf }), { code: "REVERT_ALREADY_DEMANDED" });
});
