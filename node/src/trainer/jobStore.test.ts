import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, test } from "node:test";
import { openDatabase } from "../platform/database.ts";
import { createJobStore, type JobStore, jobStoreMigration } from "./jobStore.ts";
import { trainerMigrations } from "./migrations.ts";

let store: JobStore;
beforeEach(async () => {
  store = createJobStore(await openDatabase(":memory:", trainerMigrations));
});

test("add: the same signed job is one job; another's is not", async () => {
  assert.equal((await store.add("a", { n: 1 }, "0x1", "ann")).id, "a");
  assert.equal((await store.add("b", { n: 1 }, "0x1", "ann")).id, "a");
  assert.equal((await store.add("c", { n: 1 }, "0x1", "bob")).id, "c");
  await store.finish("a", "done", { result: 1 });
  assert.equal((await store.add("d", { n: 1 }, "0x1", "ann")).id, "a", "a done job is not trained again");
});

test("add: behavior: a failed or cancelled job may be sent again", async () => {
  await store.add("a", {}, "0x1", "ann");
  await store.finish("a", "failed", { error: { code: "disk.full", message: "Full." } });
  assert.equal((await store.add("b", {}, "0x1", "ann")).state, "queued");
  await store.finish("b", "cancelled", {});
  assert.equal((await store.add("c", {}, "0x1", "ann")).id, "c");
  assert.deepEqual(
    (await store.list()).map(({ id }) => id),
    ["c", "b", "a"],
  );
});

test("take: what was running when the process died comes first, then the oldest", async () => {
  for (const id of ["a", "b", "c"]) await store.add(id, {}, id, "ann");
  await store.setStage("c", "running", "training");
  assert.equal((await store.take(() => undefined))?.id, "c");
  await store.finish("c", "done", {});
  assert.equal((await store.take(() => undefined))?.id, "a");
  for (const id of ["a", "b", "c"]) await store.finish(id, "done", {});
  assert.equal(await store.take(() => undefined), undefined);
});

test("finish: the first end stands", async () => {
  await store.add("a", {}, "0x1", "ann");
  await store.finish("a", "cancelled", { error: { code: "cancelled", message: "No." } });
  await store.finish("a", "done", { result: { cid: "x" } });
  await store.setStage("a", "running", "publishing");
  const job = await store.get("a");
  assert.deepEqual([job?.state, job?.result, job?.error?.code], ["cancelled", undefined, "cancelled"]);
});

test("events: ids without gaps for each job, replayed from any of them", async () => {
  await store.add("a", {}, "1", "ann");
  await store.add("b", {}, "2", "ann");
  await store.addEvent("a", { type: "step", step: 1 });
  await store.addEvent("b", { type: "step", step: 9 });
  assert.equal((await store.addEvent("a", { type: "step", step: 2 })).id, 2);
  assert.deepEqual(await store.events("a", 1), [{ id: 2, event: { type: "step", step: 2 } }]);
  await assert.rejects(async () => store.addEvent("nobody", { type: "step" }), /FOREIGN KEY/);
});

test("trainerMigrations: keeps the jobs and events of an older database", async (t) => {
  const home = await mkdtemp(join(tmpdir(), "assay-jobs-"));
  t.after(() => rm(home, { recursive: true, force: true }));
  const path = join(home, "trainer.db");
  const old = await openDatabase(path, [jobStoreMigration]);
  await old.run("INSERT INTO jobs VALUES ('old', 'failed', 'failed', '{}', '0x1', 'ann', NULL, NULL, 'then', NULL)");
  await old.run(`INSERT INTO job_events VALUES ('old', 1, '{"type":"finished"}')`);
  await old.close();
  const db = await openDatabase(path, trainerMigrations);
  const kept = createJobStore(db);
  assert.equal((await kept.events("old")).length, 1);
  await kept.addEvent("old", { type: "note" });
  assert.equal((await kept.add("new", {}, "0x1", "ann")).id, "new");
  await db.close();
});

test("cancelQueued: only while it waits its turn", async () => {
  await store.add("a", {}, "1", "ann");
  await store.add("b", {}, "2", "ann");
  const error = { code: "cancelled", message: "No." };
  let running = "";
  await store.take(({ id }) => {
    running = id;
  });
  assert.deepEqual(
    [running, await store.cancelQueued("a", error), await store.cancelQueued("b", error)],
    ["a", false, true],
  );
  assert.equal((await store.get("b"))?.error?.code, "cancelled");
});
