import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import type { LiveAnswer, LiveBlock, LiveRunEvent } from "@assay/sdk/api";
import { type EventSourceMessage, EventSourceParserStream } from "eventsource-parser/stream";
import { Hono } from "hono";
import { createApp } from "../../platform/http/app.ts";
import { type Server, serve } from "../../platform/http/serve.ts";
import { formatEvent } from "../../platform/http/sse.ts";
import { silentLogger } from "../../platform/log.ts";
import { serveLive } from "./route.ts";
import { Watches } from "./watches.ts";

const LOOK_MS = 20;
const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** A role whose streams the test writes by hand. */
class FakeRole {
  server: Server | undefined;
  /** What each opened stream asked to resume after. */
  readonly cursors: (string | undefined)[] = [];
  #writers: ReadableStreamDefaultController<Uint8Array>[] = [];

  async start(port = 0): Promise<void> {
    const app = new Hono();
    app.get("/graphql/stream", (c) => this.#open(c.req.header("last-event-id")));
    app.get("/jobs/:id/events", (c) =>
      c.req.param("id") === "none" ? c.notFound() : this.#open(c.req.header("last-event-id")),
    );
    this.server = await serve(app, { port });
  }

  #open(cursor: string | undefined): Response {
    this.cursors.push(cursor);
    const body = new ReadableStream<Uint8Array>({ start: (writer) => void this.#writers.push(writer) });
    return new Response(body, { headers: { "content-type": "text/event-stream" } });
  }

  send(event: { id: string | number; event: string; data: unknown }): void {
    for (const writer of this.#writers) writer.enqueue(new TextEncoder().encode(formatEvent(event)));
  }

  end(): void {
    for (const writer of this.#writers.splice(0)) writer.close();
  }

  async opened(count: number): Promise<void> {
    await until(() => this.cursors.length >= count);
  }

  async stop(): Promise<void> {
    this.#writers = [];
    await this.server?.close();
  }
}

async function until(isTrue: () => boolean): Promise<void> {
  const giveUpAt = Date.now() + 10_000;
  while (!isTrue()) {
    if (Date.now() > giveUpAt) throw new Error("It did not happen in ten seconds.");
    await delay(5);
  }
}

async function startPortal(role: FakeRole, answers: Map<string, () => Response> = new Map()) {
  const looks: string[] = [];
  const watches = new Watches(async (path) => {
    looks.push(path);
    return answers.get(path)?.() ?? Response.json({ error: {} }, { status: 404 });
  }, LOOK_MS);
  const app = createApp({ log: silentLogger });
  const stop = new AbortController();
  app.get("/api/live", (c) =>
    serveLive(c, {
      roleUrl: (_role, path) => (role.server === undefined ? undefined : new URL(path, role.server.url)),
      watches,
      signal: stop.signal,
    }),
  );
  const portal = await serve(app, { port: 0 });
  closing.push(async () => {
    stop.abort();
    await portal.close();
  });
  return { url: portal.url, looks };
}

/** Opens the stream and collects what it says, without pings. */
async function listen(url: string, query = "") {
  const leave = new AbortController();
  closing.push(() => leave.abort());
  const answer = await fetch(`${url}/api/live${query}`, { signal: leave.signal });
  assert.equal(answer.status, 200, await (answer.ok ? "" : answer.text()));
  const heard: EventSourceMessage[] = [];
  const events = answer.body
    ?.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>)
    .pipeThrough(new EventSourceParserStream());
  const reading = (async () => {
    for await (const event of events ?? []) if (event.event !== "ping") heard.push(event);
  })();
  reading.catch((error: Error) => assert.equal(error.name, "AbortError"));
  const dataOf = <T>(name: string) =>
    heard.filter(({ event }) => event === name).map(({ data }) => JSON.parse(data) as T);
  return { heard, dataOf, leave: () => leave.abort() };
}

async function startRole(): Promise<FakeRole> {
  const role = new FakeRole();
  await role.start();
  closing.push(() => role.stop());
  return role;
}

const block = (number: number, changed: LiveBlock["changed"] = {}): LiveBlock => ({
  number,
  hash: `0x${number}`,
  timestamp: number,
  changed,
});

test("default: blocks, answers and run events come through one stream", async () => {
  const role = await startRole();
  const { url } = await startPortal(role, new Map([["/api/trainer/jobs", () => Response.json([{ id: "a" }])]]));
  const page = await listen(url, "?watch=-:/api/trainer/jobs&run=job-1@0&since=x.7");
  await role.opened(2);
  assert.deepEqual(new Set(role.cursors), new Set(["x.7", "0"]));
  role.send({ id: "x.8", event: "block", data: block(8, { Model: ["3"] }) });
  await until(() => page.dataOf("block").length > 0 && page.dataOf("answer").length > 0);
  assert.deepEqual(page.dataOf<LiveBlock>("block")[0], block(8, { Model: ["3"] }));
  assert.equal(page.heard.find(({ event }) => event === "block")?.id, "x.8");
  assert.deepEqual(page.dataOf<LiveAnswer>("answer")[0]?.body, [{ id: "a" }]);
  assert.deepEqual(page.dataOf("source"), [{ index: true }]);
});

test("behavior: a run's events carry their ids, and the run ends with its stream", async () => {
  const role = await startRole();
  const { url } = await startPortal(role);
  const page = await listen(url, "?run=job-1@4");
  await role.opened(2);
  role.send({ id: 5, event: "step", data: { type: "step", loss: 1 } });
  await until(() => page.dataOf("run").length === 1);
  assert.deepEqual(page.dataOf<LiveRunEvent>("run")[0], { run: "job-1", id: 5, event: { type: "step", loss: 1 } });
  role.end();
  // The blocks are followed again; the run is over.
  await role.opened(3);
  await delay(400);
  assert.deepEqual(role.cursors.slice(2), ["5"]);
});

test("behavior: an indexer that goes away is said to be away, and resumes at the last event when it is back", async () => {
  const role = await startRole();
  const { url } = await startPortal(role);
  const page = await listen(url);
  await role.opened(1);
  role.send({ id: "x.1", event: "block", data: block(1) });
  await until(() => page.dataOf("block").length === 1);
  const port = Number(new URL(role.server?.url ?? "").port);
  await role.stop();
  await until(() => page.dataOf("source").length === 2);
  await role.start(port);
  await role.opened(2);
  assert.equal(role.cursors[1], "x.1");
  await until(() => page.dataOf("source").length === 3);
  assert.deepEqual(page.dataOf("source"), [{ index: true }, { index: false }, { index: true }]);
});

test("behavior: a watched answer is told when it changes, once for all who watch, and never when it is known", async () => {
  const role = await startRole();
  let state = "running";
  const { url, looks } = await startPortal(role, new Map([["/api/trainer/jobs", () => Response.json({ state })]]));
  const first = await listen(url, "?watch=-:/api/trainer/jobs");
  await until(() => first.dataOf("answer").length === 1);
  const known = first.dataOf<LiveAnswer>("answer")[0]?.hash;
  const second = await listen(url, `?watch=${known}:/api/trainer/jobs`);
  await delay(10 * LOOK_MS);
  assert.deepEqual([first.dataOf("answer").length, second.dataOf("answer").length], [1, 0]);
  state = "done";
  await until(() => first.dataOf("answer").length === 2 && second.dataOf("answer").length === 1);
  assert.deepEqual(second.dataOf<LiveAnswer>("answer")[0]?.body, { state: "done" });
  first.leave();
  second.leave();
  await delay(5 * LOOK_MS);
  const count = looks.length;
  await delay(5 * LOOK_MS);
  assert.equal(looks.length, count, "nobody watches, and the portal still looks");
});

test("behavior: an answer that turns into a refusal has no body", async () => {
  const role = await startRole();
  let gone = false;
  const answers = new Map([
    ["/health", () => (gone ? Response.json({ error: {} }, { status: 503 }) : Response.json({ ok: true }))],
  ]);
  const { url } = await startPortal(role, answers);
  const page = await listen(url, "?watch=-:/health");
  await until(() => page.dataOf("answer").length === 1);
  gone = true;
  await until(() => page.dataOf("answer").length === 2);
  assert.deepEqual(page.dataOf("answer")[1], { path: "/health", hash: "503", body: null });
});

test("error: only answers of roles can be watched, and only so many", async () => {
  const { url } = await startPortal(await startRole());
  const many = Array.from({ length: 61 }, (_, i) => `run=job-${i}@0`).join("&");
  const refused = [
    "watch=-:/config.json",
    "watch=-:/api/live",
    "watch=-:/api/trainer/../../config.json",
    "watch=-:/api/trainer/jobs/a/events",
    "watch=/health",
    "run=../x@0",
    "run=job-1",
    many,
  ];
  for (const query of refused) assert.equal((await fetch(`${url}/api/live?${query}`)).status, 400, query);
});
