import assert from "node:assert/strict";
import { test } from "node:test";
import { chainAt } from "../../../../test/support/chainAt.ts";
import { BATCH, BATCH_KEY, CID, hashOf, ROUND } from "../../../../test/support/documents.ts";
import { holdoutLeaf, holdoutTree } from "../../hashing/exam.ts";
import { retireBatch } from "./retire-batch.ts";

const { ciphertextHash, itemsRoot, contributorsRoot } = BATCH;
const shown = {
  ...ROUND,
  key: BATCH_KEY,
  ciphertextHash,
  itemsRoot,
  contributorsRoot,
  proof: holdoutTree([BATCH]).proof(holdoutLeaf(BATCH)),
  itemsCid: CID,
};

test("default: key and items of a final round's batch become public", async () => {
  const { deployment, wallet } = await chainAt("final");
  const retired = await retireBatch(wallet("curator"), { deployment, ...shown });
  assert.deepEqual([retired.batchId, retired.key, retired.itemsCid], [0, BATCH_KEY, CID]);
});

test("error: the round is not over", async () => {
  const { deployment, wallet } = await chainAt("revealed");
  await assert.rejects(retireBatch(wallet("curator"), { deployment, ...shown }), { code: "REVERT_ROUND_NOT_ENDED" });
});

test("error: another key than the batch's", async () => {
  const { deployment, wallet } = await chainAt("final");
  await assert.rejects(retireBatch(wallet("curator"), { deployment, ...shown, key: hashOf("another") }), {
    code: "REVERT_BAD_BATCH_PROOF",
  });
});
