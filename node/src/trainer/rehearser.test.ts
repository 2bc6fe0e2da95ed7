/** Rehearsals run by an engine that only answers, across stops and starts of the trainer. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import type { EngineJobKind } from "@assay/sdk/api";
import { RehearsalResult, validate } from "@assay/sdk/documents";
import { AssayError } from "@assay/sdk/errors";
import { createEngineClient, type EngineClient, type RunJobOptions } from "../platform/engine/client.ts";
import { silentLogger } from "../platform/log.ts";
import { startFakeEngine } from "../testing/fakeEngine.ts";
import { acceptRehearsal } from "./rehearsalIntake.ts";
import type { StoredRehearsal } from "./rehearsalStore.ts";
import { drawRows } from "./rehearsedExam.ts";
import { createRehearser, type Rehearser } from "./rehearser.ts";
import { openDesk, type TestDesk } from "./testing/rehearsalDesk.ts";

let home: string;
let desk: TestDesk;
let stopping: AbortController;
let loops: Promise<void>[];
beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), "assay-rehearser-"));
  desk = await openDesk(home);
  await desk.addRun("a");
  loops = [];
});
afterEach(async () => {
  stopping.abort();
  await Promise.all(loops);
  rmSync(home, { recursive: true, force: true });
});

/** The engine's part that a rehearsal needs; a test's answer need not be a whole result. */
interface TestEngine {
  runJob(options: RunJobOptions<EngineJobKind>): Promise<unknown>;
}

function start(engine: TestEngine, from = desk): Rehearser {
  stopping = new AbortController();
  const rehearser = createRehearser({
    rehearsals: from.rehearsals,
    jobs: from.jobs,
    datasets: { load: async () => desk.dataset },
    engine: engine as unknown as EngineClient,
    dir: from.dir,
    log: silentLogger,
    signal: stopping.signal,
  });
  loops.push(rehearser.loop());
  return rehearser;
}

async function queue(index = 0): Promise<StoredRehearsal> {
  const job = await desk.jobs.get("a");
  assert.ok(job);
  return await acceptRehearsal(desk, job, await desk.ask("a", { index }));
}

async function until(id: string, done: (rehearsal: StoredRehearsal) => boolean, from = desk): Promise<StoredRehearsal> {
  for (const end = Date.now() + 15_000; ; await delay(20)) {
    const stored = await from.rehearsals.get(id);
    if (stored !== undefined && done(stored)) return stored;
    if (Date.now() > end) throw new Error(`rehearsal ${id} is ${stored?.state}`);
  }
}
const ended = (id: string, from = desk) => until(id, ({ finishedAt }) => finishedAt !== undefined, from);
type Options = RunJobOptions<EngineJobKind>;
const hang = async ({ signal }: Options): Promise<unknown> =>
  await delay(60_000, undefined, signal === undefined ? {} : { signal });

test("default: counts by condition, what the round promises, every failing item with its outputs", async () => {
  const fake = await startFakeEngine();
  try {
    start(createEngineClient({ home, engine: { url: fake.url, token: fake.token } }));
    const { id } = await queue();
    const { state, result, error } = await ended(id);
    assert.equal(state, "done", JSON.stringify(error));
    assert.ok(result);
    validate(RehearsalResult, result, "result");
    // The fake engine fails every odd slot at one repeat.
    assert.deepEqual(
      result.conditions.map(({ condition, passes, total, needed }) => [condition, passes, total, needed]),
      [
        ["first", 32, 32, 30],
        ["repeat", 16, 32, 30],
      ],
    );
    assert.deepEqual(result.round, { paramSet: "1", items: 32, attempt: 1, minPasses: 30 });
    assert.ok(Math.abs((result.conditions[0]?.chance ?? 0) - 0.8864468864468864) < 1e-9);
    assert.ok(result.chance < 0.001);
    assert.equal(result.failing.length, 16);
    assert.deepEqual(
      result.failing[0]?.trials.map(({ position, answer }) => [position, answer]),
      [[1, "?"]],
    );
    assert.ok(result.cpuSeconds > 0);
    assert.deepEqual(fake.jobKeys, [`rehearsal:${id}`]);
  } finally {
    await fake.close();
  }
});

test("behavior: only validation rows are asked, drawn by the private seed", async () => {
  let asked: { items: { text: string }[]; trainRowsForHistory: { text: string }[]; roundSeed: string } | undefined;
  start({
    runJob: async ({ params }) => {
      asked = params as typeof asked;
      throw new AssayError("No space is left.", { code: "disk.full", status: 502 });
    },
  });
  const stored = await queue();
  const failed = await ended(stored.id);
  assert.deepEqual([failed.state, failed.error], ["failed", { code: "disk.full", message: "No space is left." }]);
  const validation = desk.dataset.rows.filter(({ split }) => split === "validation");
  const texts = new Set(validation.map(({ text }) => text));
  assert.equal(asked?.items.length, 32);
  assert.ok(asked.items.every(({ text }) => texts.has(text)));
  assert.ok(asked.trainRowsForHistory.every(({ text }) => !texts.has(text)));
  assert.equal(asked.roundSeed, stored.seed);
  assert.deepEqual(
    drawRows(validation, stored.seed, 32).map(({ text }) => text),
    asked.items.map(({ text }) => text),
  );
});

test("behavior: killed in the middle it goes on with the same request, and is counted once", async () => {
  const requests: { jobKey: string; params: object }[] = [];
  const note = ({ jobKey, params }: Options) => requests.push(structuredClone({ jobKey, params }));
  start({
    runJob: async (options) => {
      note(options);
      return await hang(options);
    },
  });
  const { id } = await queue();
  await until(id, ({ state }) => state === "running");
  await until(id, () => requests.length === 1);
  stopping.abort();
  await Promise.all(loops);
  assert.equal((await desk.rehearsals.get(id))?.state, "running");
  // As after a kill: another process opens the same database and folder.
  const again = await openDesk(home);
  start(
    {
      runJob: async (options) => {
        note(options);
        return passed(options.params as { items: { slot: number }[] });
      },
    },
    again,
  );
  const done = await ended(id, again);
  assert.equal(done.state, "done", JSON.stringify(done.error));
  assert.equal(requests.length, 2);
  assert.deepEqual(requests[1], requests[0]);
  assert.equal((await again.rehearsals.ofJob("a")).length, 1);
});

const passed = ({ items }: { items: { slot: number }[] }) => ({
  seconds: 1,
  counts: [],
  items: items.map(({ slot }) => ({ slot, trialBits: "63", trials: [] })),
});

test("cancel: while running the engine is no longer waited for, while queued nothing began, never after the end", async () => {
  const asked: Options[] = [];
  const rehearser = start({
    runJob: async (options) => {
      asked.push(options);
      return await hang(options);
    },
  });
  const first = await queue();
  const second = await queue(1);
  await until(first.id, ({ state }) => state === "running");
  assert.equal(await rehearser.cancel(second.id), true);
  assert.equal(await rehearser.cancel(first.id), true);
  const ends = await Promise.all([ended(first.id), ended(second.id)]);
  assert.deepEqual(
    ends.map(({ state, error }) => [state, error?.code]),
    [
      ["cancelled", "cancelled"],
      ["cancelled", "cancelled"],
    ],
  );
  assert.deepEqual(
    asked.map(({ jobKey, signal }) => [jobKey, signal?.aborted]),
    [[`rehearsal:${first.id}`, true]],
  );
  assert.equal(await rehearser.cancel(first.id), false);
  const job = await desk.jobs.get("a");
  assert.ok(job);
  assert.equal((await desk.ledger.count(job)).rehearsals, 2, "a cancelled rehearsal counts");
});
