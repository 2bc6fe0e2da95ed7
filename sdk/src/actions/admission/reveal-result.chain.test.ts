import assert from "node:assert/strict";
import { test } from "node:test";
import { chainAt } from "../../../../test/support/chainAt.ts";
import { ROUND } from "../../../../test/support/documents.ts";
import { holderOf, resultOf } from "../../../../test/support/round.ts";
import { revealResult } from "./reveal-result.ts";

test("default: a seat shows what it committed to", async () => {
  const chain = await chainAt("committed");
  const { deployment } = chain;
  const client = await holderOf(chain, 0);
  const { shown, result } = await resultOf(chain, client, 0);
  const revealed = await revealResult(client, { deployment, ...ROUND, seat: 0, ...shown });
  assert.deepEqual([revealed.root, revealed.lanes], [result.root, result.lanes]);
  assert.deepEqual([revealed.transcriptCid, revealed.reportCid], [shown.transcriptCid, shown.reportCid]);
});

test("error: another result than the committed one", async () => {
  const chain = await chainAt("committed");
  const { deployment } = chain;
  const client = await holderOf(chain, 0);
  const { shown } = await resultOf(chain, client, 0);
  const rootNode = { ...shown.rootNode, lanesLeft: shown.rootNode.lanesLeft - 1n };
  await assert.rejects(revealResult(client, { deployment, ...ROUND, seat: 0, ...shown, rootNode }), {
    code: "REVERT_BAD_REVEAL",
  });
});
