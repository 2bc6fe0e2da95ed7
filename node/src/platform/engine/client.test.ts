import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { createApp } from "../http/app.ts";
import { type Server, serve } from "../http/serve.ts";
import { silentLogger } from "../log.ts";
import { createEngineClient, type EngineClient } from "./client.ts";

describe("engine client", () => {
  let home: string;
  let server: Server;
  let client: EngineClient;
  let submitted = 0;
  let forgotten = false;
  const cancelled: string[] = [];

  before(async () => {
    home = await mkdtemp(join(tmpdir(), "assay-engine-"));
    const app = createApp({ log: silentLogger });
    app.use(async (c, next) => {
      if (c.req.header("authorization") !== "Bearer secret")
        return c.json({ error: { code: "auth.token", message: "wrong token" } }, 401);
      return next();
    });
    app.post("/jobs", async (c) => {
      submitted++;
      const { kind } = await c.req.json<{ kind: string }>();
      return c.json({ jobId: kind });
    });
    app.get("/jobs/recheck", (c) => {
      if (forgotten) return c.json({ state: "done", progress: { done: 2, total: 2 }, result: { ok: true } });
      forgotten = true;
      return c.json({ error: { code: "job.unknown", message: "no such job" } }, 404);
    });
    app.get("/jobs/accuracy", (c) =>
      c.json({ state: "failed", error: { code: "disk.full", message: "No space is left." } }),
    );
    app.get("/jobs/evaluate", (c) => c.json({ state: "running", progress: { done: 0, total: 2 } }));
    app.delete("/jobs/:id", (c) => {
      cancelled.push(c.req.param("id"));
      return c.json({});
    });
    app.post("/chat", (c) =>
      c.body(
        'id: 1\nevent: token\ndata: {"text":"he"}\n\nid: 2\nevent: error\ndata: {"type":"error","error":{"code":"stopped","message":"The engine stops."}}\n\n',
        200,
        {
          "content-type": "text/event-stream",
        },
      ),
    );
    server = await serve(app, { port: 0 });
    client = createEngineClient({ home, engine: { url: server.url, token: "secret" } });
  });
  after(async () => {
    await server.close();
    await rm(home, { recursive: true, force: true });
  });

  test("behavior: a job the engine forgot is submitted again", async () => {
    const seen: number[] = [];
    const result = await client.runJob({
      kind: "recheck",
      params: {},
      jobKey: "k",
      onProgress: ({ done }) => seen.push(done),
    });
    assert.deepEqual(result, { ok: true });
    assert.equal(submitted, 2);
    assert.deepEqual(seen, [2]);
  });

  test("cancel: an abort of the waiting reaches the engine's job", async () => {
    const stopping = new AbortController();
    await assert.rejects(
      client.runJob({
        kind: "evaluate",
        params: {},
        jobKey: "k",
        signal: stopping.signal,
        onProgress: () => stopping.abort(),
      }),
      { name: "AbortError" },
    );
    assert.deepEqual(cancelled, ["evaluate"]);
  });

  test("error: a failed job, a wrong token, no engine", async () => {
    await assert.rejects(client.runJob({ kind: "accuracy", params: {}, jobKey: "k" }), {
      code: "disk.full",
      message: "No space is left.",
    });
    const stranger = createEngineClient({ home, engine: { url: server.url, token: "other" } });
    await assert.rejects(stranger.health(), { code: "auth.token", status: 401 });
    const nowhere = createEngineClient({ home, engine: { url: "http://127.0.0.1:1", token: "x" } });
    await assert.rejects(nowhere.health(), { code: "engine_unreachable", status: 503 });
    await assert.rejects(createEngineClient({ home, engine: {} }).health(), { code: "engine_unreachable" });
  });

  test("behavior: chat streams tokens and throws the engine's own error", async () => {
    const events: string[] = [];
    const chat = async () => {
      for await (const event of client.chat({
        base: "tiny",
        adapterDir: null,
        messages: [],
        temperature: 0,
        maxTokens: 1,
        key: "0",
      }))
        events.push(event.data);
    };
    await assert.rejects(chat(), { code: "stopped", message: "The engine stops." });
    assert.deepEqual(events, ['{"text":"he"}']);
  });
});
