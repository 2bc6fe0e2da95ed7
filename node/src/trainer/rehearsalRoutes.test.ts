/** The rehearsal's HTTP face, as the run page and the studio read it. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { Rehearsal, type RehearsalResult, validate } from "@assay/sdk/documents";
import type { Hono } from "hono";
import { createApp } from "../platform/http/app.ts";
import { silentLogger } from "../platform/log.ts";
import { addRehearsalRoutes } from "./rehearsalRoutes.ts";
import type { Rehearser } from "./rehearser.ts";
import type { Runner } from "./runner.ts";
import { openDesk, type TestDesk } from "./testing/rehearsalDesk.ts";

let home: string;
let desk: TestDesk;
let app: Hono;
beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), "assay-routes-"));
  desk = await openDesk(home);
  await desk.addRun("a");
  app = createApp({ log: silentLogger });
  addRehearsalRoutes(app, {
    desk,
    store: desk.jobs,
    rehearser: {
      progress: () => ({ done: 3, total: 9, secondsLeft: null }),
      cancel: async () => true,
    } as Partial<Rehearser> as Rehearser,
    runner: { seal: async (id: string) => ({ sealed: id }) } as Partial<Runner> as Runner,
  });
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const post = (path: string, body: object) => app.request(path, { method: "POST", body: JSON.stringify(body) });
const result: RehearsalResult = {
  round: { paramSet: "1", items: 32, attempt: 1, minPasses: 30 },
  conditions: [],
  chance: 0.5,
  failing: [],
  cpuSeconds: 2,
};

test("default: asked for, under way, counted; the private seed stays here", async () => {
  const answer = await post("/jobs/a/rehearse", await desk.ask("a"));
  assert.equal(answer.status, 201);
  const asked = validate(Rehearsal, await answer.json(), "rehearsal");
  assert.deepEqual([asked.state, asked.index, asked.progress?.done], ["queued", 0, 3]);
  const text = await (await app.request("/jobs/a/rehearsals")).text();
  const seed = (await desk.rehearsals.get(asked.id))?.seed ?? "";
  assert.equal(text.includes(seed.slice(2)), false);
  const view = JSON.parse(text);
  assert.equal(view.rehearsals.length, 1);
  assert.deepEqual([view.next.index, view.cleanup.rehearsals], [1, 1]);
});

test("behavior: the page still reads what is known while the index is away, but nothing can be asked for", async () => {
  desk.index.away = true;
  const answer = await app.request("/jobs/a/rehearsals");
  assert.equal(answer.status, 200);
  const { rehearsals, next } = (await answer.json()) as { rehearsals: unknown[]; next: { blocked?: string } };
  assert.deepEqual(rehearsals, []);
  assert.match(next.blocked ?? "", /index can't be reached/);
});

test("behavior: the newest result of a like run, and none where there is none", async () => {
  const like = "datanet=1&base=tiny&method=lora";
  assert.equal(await (await app.request(`/rehearsals?${like}`)).json(), null);
  const { id } = (await (await post("/jobs/a/rehearse", await desk.ask("a"))).json()) as { id: string };
  await desk.rehearsals.finish(id, "done", { result, cpuSeconds: 2 });
  const found = (await (await app.request(`/rehearsals?${like}`)).json()) as { rehearsal: Rehearsal };
  assert.deepEqual([found.rehearsal.id, found.rehearsal.result], [id, result]);
  assert.equal(await (await app.request("/rehearsals?datanet=2&base=tiny&method=lora")).json(), null);
  assert.equal((await app.request("/rehearsals?base=tiny&method=lora")).status, 400);
});

test("error: unknown runs and rehearsals, and a stop that is not signed", async () => {
  assert.equal((await app.request("/jobs/none/rehearsals")).status, 404);
  assert.equal((await post("/rehearsals/none/cancel", {})).status, 404);
  const { id } = (await (await post("/jobs/a/rehearse", await desk.ask("a"))).json()) as { id: string };
  assert.equal((await post(`/rehearsals/${id}/cancel`, { signature: "0x12" })).status, 400);
  assert.deepEqual(await (await post("/jobs/a/model", {})).json(), { sealed: "a" });
});
