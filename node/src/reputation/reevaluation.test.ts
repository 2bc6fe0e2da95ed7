/** When a gateway asks for another round. */
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { ReevaluationsReport } from "@assay/sdk/api";
import { validate } from "@assay/sdk/documents";
import { silentLogger } from "../platform/log.ts";
import { catalogModel, finalRound } from "../testing/catalogModel.ts";
import { createReevaluations } from "./reevaluation.ts";
import { at, type EvidenceDesk, gateway, ipfs, openEvidenceDesk, where } from "./testing/evidenceDesk.ts";

let desk: EvidenceDesk;

beforeEach(async () => {
  desk = await openEvidenceDesk();
});

test("reevaluation: asked once by enough failures of enough payers, signed, and answered by the next round", async () => {
  const options = { db: desk.db, reputation: desk.reputation, ipfs, account: gateway, log: silentLogger, ...where };
  const reevaluations = createReevaluations(options);
  desk.now += 60;
  for (let i = 0; i < 40; i++) await desk.call({ outcome: "timeout" });
  for (const model of desk.models) await reevaluations.observe(model);
  assert.deepEqual((await reevaluations.report()).wanted, [], "one payer alone cannot ask");
  for (let i = 0; i < 12; i++) await desk.call({ outcome: "timeout", payer: at(400 + i) });
  for (const model of desk.models) await reevaluations.observe(model);
  for (const model of desk.models) await reevaluations.observe(model);
  const { wanted } = validate(ReevaluationsReport, await reevaluations.report(), "reevaluationsReport");
  assert.equal(wanted.length, 1);
  assert.deepEqual([wanted[0]?.document.weakest, wanted[0]?.document.payers], ["served", 13]);
  desk.now += 60;
  desk.models = [
    catalogModel("1", { rounds: [...(desk.models[0]?.rounds ?? []), finalRound("2", desk.now, [32, 32, 32])] }),
  ];
  await desk.reputation.learn(desk.models);
  for (const model of desk.models) await reevaluations.observe(model);
  assert.deepEqual((await reevaluations.report()).wanted, [], "what the round answered does not ask for another");
  desk.now += 60;
  for (let i = 0; i < 12; i++) await desk.call({ outcome: "timeout", payer: at(500 + i) });
  for (const model of desk.models) await reevaluations.observe(model);
  assert.equal((await reevaluations.openFor("1"))?.at, desk.now);
});
