import assert from "node:assert/strict";
import { test } from "node:test";
import { chainAt } from "../../../../test/support/chainAt.ts";
import { CID, hashOf, MODEL, ROUND } from "../../../../test/support/documents.ts";
import { postShareTable } from "./post-share-table.ts";

const table = { ...MODEL, ...ROUND, tableHash: hashOf("table"), tableCid: CID };

test("default: the trainer posts the table of a final round", async () => {
  const { deployment, wallet } = await chainAt("final");
  const posted = await postShareTable(wallet("trainer"), { deployment, ...table });
  assert.deepEqual([posted.modelId, posted.roundId, posted.tableHash, posted.tableCid], [1n, 1n, table.tableHash, CID]);
});

test("error: the round is not final", async () => {
  const { deployment, wallet } = await chainAt("revealed");
  await assert.rejects(postShareTable(wallet("trainer"), { deployment, ...table }), {
    code: "REVERT_ROUND_NOT_FINAL",
  });
});

test("error: neither publisher nor trainer", async () => {
  const { deployment, wallet } = await chainAt("final");
  await assert.rejects(postShareTable(wallet("ada"), { deployment, ...table }), { code: "REVERT_NOT_PARTY" });
});
