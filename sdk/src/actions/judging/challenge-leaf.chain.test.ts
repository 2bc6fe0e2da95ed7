import assert from "node:assert/strict";
import { test } from "node:test";
import { chainAt } from "../../../../test/support/chainAt.ts";
import { CID, ROUND } from "../../../../test/support/documents.ts";
import { transcriptOf } from "../../../../test/support/round.ts";
import { trialPath } from "../../hashing/transcript-proofs.ts";
import { readParams } from "../params/read-params.ts";
import { challengeLeaf } from "./challenge-leaf.ts";

const LEAF = { ...ROUND, seat: 0, slot: 4, position: 6 };
const { items, tree } = transcriptOf(0);
const path = trialPath(items, tree, LEAF.slot, LEAF.position);
const trial = items[LEAF.slot]?.trials.find(({ position }) => position === LEAF.position);

test("default: a trial of the seat's transcript opens a case for a bond", async () => {
  const { deployment, wallet, address } = await chainAt("revealed");
  assert.ok(path && trial);
  const { challengeBond } = await readParams(wallet("ada"), { deployment });
  const opened = await challengeLeaf(wallet("ada"), { deployment, leaf: LEAF, trial, path, evidenceCid: CID });
  assert.deepEqual([opened.roundId, opened.seat, opened.slot, opened.position], [1n, 0, 4, 6]);
  assert.deepEqual([opened.challenger, opened.bond], [address("ada"), challengeBond]);
});

test("error: a trial that the seat did not reveal", async () => {
  const { deployment, wallet } = await chainAt("revealed");
  assert.ok(path && trial);
  const other = { ...trial, promptHash: trial.answerHash };
  await assert.rejects(challengeLeaf(wallet("ada"), { deployment, leaf: LEAF, trial: other, path, evidenceCid: CID }), {
    code: "REVERT_NOT_OF_THIS_SEAT",
  });
});
