import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { numberToHex } from "viem";
import { openDesk, type TestDesk } from "./testing/rehearsalDesk.ts";

let home: string;
let desk: TestDesk;
beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), "assay-ledger-"));
  desk = await openDesk(home);
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const none = { rehearsals: 0, discardedRuns: 0, rowEdits: 0, rejectedDrafts: 0, cpuSeconds: 0 };
const registered = (id: string, jobId: string, rounds: (boolean | null)[] = []) => ({
  id,
  adapterCid: `cid-${jobId}`,
  publisher: desk.ann.address.toLowerCase(),
  rounds: rounds.map((passed, i) => ({ id: `${id}-${i}`, phase: passed === null ? "COMMIT" : "FINAL", passed })),
});
const rehearse = async (jobId: string, index: number, cpuSeconds: number) => {
  const id = `${jobId}:${index}`;
  const rules = { paramSet: "1", items: 32, trialMask: "1", gatedLanes: 1, attempt: 1, minPasses: 30, gates: [] };
  await desk.rehearsals.add({ id, jobId, index, items: 32, seed: numberToHex(1, { size: 32 }), rules });
  await desk.rehearsals.finish(id, "failed", { cpuSeconds });
};

test("default: a first run cost nothing but itself", async () => {
  const job = await desk.addRun("a");
  await desk.ledger.addEffort("a", 100);
  await desk.ledger.refresh(job);
  assert.deepEqual(await desk.ledger.count(job), none);
});

test("behavior: every way of throwing work away is counted, each once, over all runs on the datanet", async () => {
  await desk.addRun("failed", { state: "failed" });
  await desk.addRun("cancelled", { state: "cancelled" });
  await desk.addRun("unused");
  await desk.addRun("refused");
  await desk.addRun("admitted");
  const job = await desk.addRun("now");
  await desk.ledger.addEffort("failed", 2);
  await desk.ledger.addEffort("failed", 0.5);
  await desk.ledger.addEffort("unused", 4);
  await desk.ledger.addEffort("admitted", 1000);
  await rehearse("unused", 0, 8);
  await rehearse("now", 0, 16);
  await rehearse("now", 1, 0);
  await desk.ledger.addRowEdit({ jobId: "unused", text: "t", label: "l", was: "x" });
  desk.index.models = [registered("1", "refused", [false, false, null]), registered("2", "admitted", [true, false])];
  for (let look = 0; look < 3; look++) await desk.ledger.refresh(job);
  assert.deepEqual(await desk.ledger.count(job), {
    rehearsals: 3,
    discardedRuns: 3,
    rowEdits: 1,
    rejectedDrafts: 3,
    cpuSeconds: 30.5,
  });
});

test("behavior: another's runs and another datanet's don't count, and nobody can count for another", async () => {
  await desk.addRun("bob", { requester: numberToHex(9, { size: 20 }), state: "failed" });
  await desk.addRun("elsewhere", { datanet: "2", state: "failed" });
  const job = await desk.addRun("a");
  desk.index.models = [{ ...registered("7", "a", [false]), publisher: numberToHex(9, { size: 20 }) }];
  await desk.ledger.refresh(job);
  assert.deepEqual(await desk.ledger.count(job), none);
  assert.equal(await desk.ledger.isRegistered("a"), false);
});

test("behavior: a run that is registered later is no longer discarded", async () => {
  await desk.addRun("old");
  const job = await desk.addRun("new");
  assert.equal((await desk.ledger.count(job)).discardedRuns, 1);
  desk.index.models = [registered("1", "old")];
  await desk.ledger.refresh(job);
  assert.equal((await desk.ledger.count(job)).discardedRuns, 0);
  assert.equal(await desk.ledger.isRegistered("old"), true);
});

test("behavior: the counts survive a restart and an index that is away", async () => {
  await desk.addRun("failed", { state: "failed" });
  const job = await desk.addRun("a");
  await rehearse("a", 0, 1);
  desk.index.models = [registered("1", "a", [false])];
  await desk.ledger.refresh(job);
  const again = await openDesk(home);
  again.index.away = true;
  await assert.rejects(again.ledger.refresh(job), { code: "GRAPH_UNREACHABLE" });
  assert.deepEqual(await again.ledger.count(job), {
    rehearsals: 1,
    discardedRuns: 1,
    rowEdits: 0,
    rejectedDrafts: 1,
    cpuSeconds: 1,
  });
});
