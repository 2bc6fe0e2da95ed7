import assert from "node:assert/strict";
import { test } from "node:test";
import { chainAt } from "../../../../test/support/chainAt.ts";
import { ROUND } from "../../../../test/support/documents.ts";
import { readParams } from "../params/read-params.ts";
import { readCredit } from "./read-credit.ts";
import { readPhase } from "./read-phase.ts";
import { voidRound } from "./void-round.ts";

test("default: a round whose keys never came is voided, and its fee refunded", async () => {
  const { deployment, wallet, address, pass } = await chainAt("drawn");
  const { keyWindow, roundFee } = await readParams(wallet("ada"), { deployment });
  await pass(keyWindow + 1);
  const voided = await voidRound(wallet("ada"), { deployment, ...ROUND });
  assert.equal(await readPhase(wallet("ada"), { deployment, ...ROUND }), "Void");
  assert.ok(voided.refund > 0n && voided.refund <= roundFee);
  assert.equal(await readCredit(wallet("ada"), { deployment, account: address("publisher") }), voided.refund);
});

test("error: the custodian still has time", async () => {
  const { deployment, wallet } = await chainAt("drawn");
  await assert.rejects(voidRound(wallet("ada"), { deployment, ...ROUND }), { code: "REVERT_WRONG_PHASE" });
});
