import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { openSqlite } from "../platform/sqlite.ts";
import { createJobStore, type JobStore, jobRetryMigration, jobStoreMigration } from "./jobStore.ts";

let store: JobStore;
beforeEach(() => {
  store = createJobStore(openSqlite(":memory:", [jobStoreMigration, jobRetryMigration]));
});

test("add: the same signed job is one job; another's is not", () => {
  assert.equal(store.add("a", { n: 1 }, "0x1", "ann").id, "a");
  assert.equal(store.add("b", { n: 1 }, "0x1", "ann").id, "a");
  assert.equal(store.add("c", { n: 1 }, "0x1", "bob").id, "c");
  store.finish("a", "done", { result: 1 });
  assert.equal(store.add("d", { n: 1 }, "0x1", "ann").id, "a", "a done job is not trained again");
});

test("add: behavior: a failed or cancelled job may be sent again", () => {
  store.add("a", {}, "0x1", "ann");
  store.finish("a", "failed", { error: { code: "disk.full", message: "Full." } });
  assert.equal(store.add("b", {}, "0x1", "ann").state, "queued");
  store.finish("b", "cancelled", {});
  assert.equal(store.add("c", {}, "0x1", "ann").id, "c");
  assert.deepEqual(
    store.list().map(({ id }) => id),
    ["c", "b", "a"],
  );
});

test("next: what was running when the process died comes first, then the oldest", () => {
  for (const id of ["a", "b", "c"]) store.add(id, {}, id, "ann");
  assert.equal(store.next()?.id, "a");
  store.setStage("c", "running", "training");
  assert.equal(store.next()?.id, "c");
  for (const id of ["a", "b", "c"]) store.finish(id, "done", {});
  assert.equal(store.next(), undefined);
});

test("finish: the first end stands", () => {
  store.add("a", {}, "0x1", "ann");
  store.finish("a", "cancelled", { error: { code: "cancelled", message: "No." } });
  store.finish("a", "done", { result: { cid: "x" } });
  store.setStage("a", "running", "publishing");
  const job = store.get("a");
  assert.deepEqual([job?.state, job?.result, job?.error?.code], ["cancelled", undefined, "cancelled"]);
});

test("events: ids without gaps for each job, replayed from any of them", () => {
  store.add("a", {}, "1", "ann");
  store.add("b", {}, "2", "ann");
  store.addEvent("a", { type: "step", step: 1 });
  store.addEvent("b", { type: "step", step: 9 });
  assert.equal(store.addEvent("a", { type: "step", step: 2 }).id, 2);
  assert.deepEqual(store.events("a", 1), [{ id: 2, event: { type: "step", step: 2 } }]);
  assert.throws(() => store.addEvent("nobody", { type: "step" }), /FOREIGN KEY/);
});

test("jobRetryMigration: keeps the jobs and events of an older database", () => {
  const db = openSqlite(":memory:", [jobStoreMigration]);
  db.exec("INSERT INTO jobs VALUES ('old', 'failed', 'failed', '{}', '0x1', 'ann', NULL, NULL, 'then', NULL)");
  db.exec(`INSERT INTO job_events VALUES ('old', 1, '{"type":"finished"}')`);
  db.exec(jobRetryMigration.sql);
  const kept = createJobStore(db);
  assert.equal(kept.events("old").length, 1);
  kept.addEvent("old", { type: "note" });
  assert.equal(kept.add("new", {}, "0x1", "ann").id, "new");
});
