/** The job queue with a shell script for the training process and an engine that only counts. */
import assert from "node:assert/strict";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { AssayError } from "@assay/sdk/errors";
import { keccak256, numberToHex, zeroAddress } from "viem";
import { type Database, openDatabase } from "../platform/database.ts";
import type { EngineClient } from "../platform/engine/client.ts";
import type { Ipfs } from "../platform/ipfs/ipfs.ts";
import { silentLogger } from "../platform/log.ts";
import { cleanupMigration, createCleanupLedger } from "./cleanupLedger.ts";
import type { Dataset } from "./dataset.ts";
import { createJobStore, type JobStore, jobRetryMigration, jobStoreMigration, type StoredJob } from "./jobStore.ts";
import { rehearsalMigration } from "./rehearsalStore.ts";
import { createRunner, type Runner } from "./runner.ts";

const JOB = { base: "tiny", method: "lora", hyperparameters: {}, datanet: "1", version: 1 };
const SHA = numberToHex(7, { size: 32 });
const RUN = JSON.stringify({
  base: { files: { "tokenizer.json": SHA, "chat_template.jinja": SHA } },
  adapter: { hash: SHA },
  systemPrompt: "Classify.",
});
const STEP = '{"id":1,"type":"step","step":1,"steps":1,"loss":2}';
const FINISH = `mkdir -p "$5/adapter"; echo '${RUN}' > "$5/run.json"`;
const dataset: Dataset = {
  datanetId: 1n,
  version: 1,
  rowsRoot: SHA,
  labels: ["a", "b"],
  grading: { grader: "label-set" },
  rows: [
    { index: 0, text: "x", label: "a", contributor: zeroAddress, split: "train" },
    { index: 1, text: "y", label: "b", contributor: zeroAddress, split: "validation" },
  ],
};

let dir: string;
let db: Database;
let store: JobStore;
let models: object[];
let stopping: AbortController;
let loops: Promise<void>[];
let loads: (() => Promise<Dataset>)[];
let measure: (signal?: AbortSignal) => Promise<unknown>;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "assay-runner-"));
  db = await openDatabase(":memory:", [jobStoreMigration, jobRetryMigration, rehearsalMigration, cleanupMigration]);
  store = createJobStore(db);
  models = [];
  stopping = new AbortController();
  loops = [];
  loads = [];
  measure = async () => ({ exact: { passes: 1, total: 1 } });
});
afterEach(async () => {
  stopping.abort();
  await Promise.all(loops);
  await rm(dir, { recursive: true, force: true });
});

/** Starts a runner whose training process is this shell script; $5 is the job's folder. */
async function start(script: string): Promise<Runner> {
  const python = join(dir, "python");
  await writeFile(python, `#!/bin/bash\n${script}\n`);
  await chmod(python, 0o755);
  stopping = new AbortController();
  const runner = createRunner({
    store,
    ledger: createCleanupLedger({ db, graph: { query: async <T>() => ({ models }) as T }, jobs: () => store.list() }),
    datasets: { load: async () => await (loads.shift() ?? (async () => dataset))() },
    engine: {
      runJob: async ({ signal }: { signal?: AbortSignal }) => await measure(signal),
    } as Partial<EngineClient> as EngineClient,
    ipfs: { addBytes: async (bytes: Uint8Array) => keccak256(bytes) } as Partial<Ipfs> as Ipfs,
    python,
    dir: join(dir, "jobs"),
    trainer: zeroAddress,
    baseAuthor: zeroAddress,
    log: silentLogger,
    signal: stopping.signal,
  });
  loops.push(runner.loop());
  return runner;
}

async function until(id: string, done: (job: StoredJob) => boolean | Promise<boolean>): Promise<StoredJob> {
  const end = Date.now() + 15_000;
  for (;;) {
    const job = await store.get(id);
    if (job !== undefined && (await done(job))) return job;
    if (Date.now() > end) throw new Error(`job ${id} is ${job?.state}, ${job?.stage}`);
    await delay(20);
  }
}
const ended = (id: string) => until(id, ({ finishedAt }) => finishedAt !== undefined);

test("default: stages, events, held-out test, and what registers the model", async () => {
  await store.add("a", JOB, "1", "ann");
  await start(`echo '${STEP}'; ${FINISH}`);
  const job = await ended("a");
  assert.equal(job.state, "done", JSON.stringify(job.error));
  const result = job.result as { modelInput: { adapterHash: string }; accuracy: { tuned: unknown } };
  assert.equal(result.modelInput.adapterHash, SHA);
  assert.deepEqual(result.accuracy.tuned, { exact: { passes: 1, total: 1 } });
  const types = (await store.events("a")).map(({ event }) => event.stage ?? event.type);
  assert.deepEqual(types, ["data", "training", "step", "held-out test", "publishing", "finished"]);
});

test("error: the worker's own sentence and code end the job, and the next one runs", async () => {
  await store.add("a", JOB, "1", "ann");
  await store.add("b", JOB, "2", "ann");
  const fault = '{"id":2,"type":"error","code":"disk.full","message":"No space is left."}';
  await start(`case "$5" in */a) echo '${fault}'; exit 4;; *) ${FINISH};; esac`);
  assert.deepEqual((await ended("a")).error, { code: "disk.full", message: "No space is left." });
  assert.equal((await ended("b")).state, "done");
});

test("error: a process that dies in the middle of a line fails its job, not the role", async () => {
  await store.add("a", JOB, "1", "ann");
  await start(`echo '${STEP}'; printf '{"id":2,"type":"st'; exit 9`);
  const job = await ended("a");
  assert.equal(job.error?.code, "training_failed");
  assert.match(job.error?.message ?? "", /exit code 9.*stderr\.log/);
});

test("behavior: roles that are not up yet are waited for, a refusal is not", async () => {
  const away = async () => Promise.reject(new AssayError("Not yet.", { code: "indexer_unreachable", status: 503 }));
  const refused = async () =>
    Promise.reject(new AssayError("No such version.", { code: "version_unknown", status: 404 }));
  loads = [away, async () => dataset, refused];
  await store.add("a", JOB, "1", "ann");
  await store.add("b", JOB, "2", "ann");
  await start(FINISH);
  assert.equal((await ended("a")).state, "done");
  assert.equal((await ended("b")).error?.code, "version_unknown");
});

test("cancel: while training, while measuring, while queued, and never after the end", async () => {
  for (const id of ["a", "b", "c"]) await store.add(id, JOB, id, "ann");
  measure = async (signal) => await delay(60_000, undefined, signal === undefined ? {} : { signal });
  const runner = await start(`case "$5" in */a) exec sleep 60;; *) ${FINISH};; esac`);
  await until("a", ({ stage }) => stage === "training");
  assert.equal(await runner.cancel("c"), true);
  assert.equal(await runner.cancel("a"), true);
  await until("b", ({ stage }) => stage === "held-out test");
  assert.equal(await runner.cancel("b"), true);
  for (const id of ["a", "b", "c"]) {
    const job = await ended(id);
    assert.deepEqual([job.state, job.error?.code, job.result], ["cancelled", "cancelled", undefined]);
    assert.equal(await runner.cancel(id), false);
    assert.equal((await store.events(id)).at(-1)?.event.type, "finished");
  }
});

test("behavior: a stop leaves the job running, and the next start repeats no event", async () => {
  await store.add("a", JOB, "1", "ann");
  await start(`echo '${STEP}'; exec sleep 60`);
  await until("a", async () => (await store.events("a")).some(({ event }) => event.type === "step"));
  stopping.abort();
  await Promise.all(loops);
  assert.equal((await store.get("a"))?.state, "running");
  await start(`echo '${STEP}'; echo '{"id":2,"type":"step","step":2,"steps":2,"loss":1}'; ${FINISH}`);
  assert.equal((await ended("a")).state, "done");
  const steps = (await store.events("a")).flatMap(({ event }) => (event.type === "step" ? [event.step] : []));
  assert.deepEqual(steps, [1, 2]);
});

test("seal: the cleanup as it stands goes into what is registered; a registered run stays as it was", async () => {
  const none = { rehearsals: 0, discardedRuns: 0, rowEdits: 0, rejectedDrafts: 0 };
  await store.add("a", JOB, "1", "ann");
  await store.add("b", JOB, "2", "ann");
  const runner = await start(`case "$5" in */b) exit 9;; *) ${FINISH};; esac`);
  const before = (await ended("a")).result as { runCid: string; adapterCid: string; cleanup: { cpuSeconds: number } };
  assert.deepEqual(before.cleanup, { ...none, cpuSeconds: 0 });
  await ended("b");
  const after = (await runner.seal("a")) as typeof before;
  assert.equal(after.adapterCid, before.adapterCid);
  assert.notEqual(after.runCid, before.runCid);
  const { cpuSeconds, ...counts } = after.cleanup;
  assert.deepEqual(counts, { ...none, discardedRuns: 1 });
  assert.ok(cpuSeconds >= 0);
  assert.deepEqual((await store.get("a"))?.result, after);
  assert.equal(((await runner.seal("a")) as typeof before).runCid, after.runCid, "the same counts, the same document");
  models = [{ id: "1", adapterCid: after.adapterCid, rounds: [] }];
  await store.add("c", JOB, "3", "ann");
  await runner.cancel("c");
  assert.deepEqual(await runner.seal("a"), after);
  await assert.rejects(runner.seal("b"), { code: "job_not_done", message: /Run b is failed; only a finished run/ });
});
