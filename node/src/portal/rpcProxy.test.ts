import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { createApp } from "../platform/http/app.ts";
import { serve } from "../platform/http/serve.ts";
import { silentLogger } from "../platform/log.ts";
import { writeRunFile } from "../platform/runFile.ts";
import { healthOfRoles } from "./roleHealth.ts";
import { proxyToRpc } from "./rpcProxy.ts";

/** A server that answers with this status, and notes what it was asked. */
async function startBackend(status: number, reply: object) {
  const asked: string[] = [];
  const app = createApp({ log: silentLogger });
  app.all("*", async (c) => {
    asked.push(await c.req.text());
    return c.json(reply, status as 200);
  });
  return { asked, ...(await serve(app, { port: 0 })) };
}

const askVia = async (urls: string[], body: string) => {
  const app = createApp({ log: silentLogger });
  app.post("/rpc", (c) => proxyToRpc(c, urls));
  return app.request("/rpc", { method: "POST", body });
};

test("rpc: the next RPC serves what one throttles or does not answer", async (t) => {
  const throttled = await startBackend(429, { error: "slow down" });
  const good = await startBackend(200, { result: "0x1" });
  t.after(() => Promise.all([throttled.close(), good.close()]));
  const answer = await askVia(["http://127.0.0.1:1/key", throttled.url, good.url], '{"id":1}');
  assert.deepEqual([answer.status, await answer.json()], [200, { result: "0x1" }]);
  assert.deepEqual([throttled.asked, good.asked], [['{"id":1}'], ['{"id":1}']]);
});

test("rpc: without an answer it is a 503 that shows no URL", async () => {
  const answer = await askVia(["http://127.0.0.1:1/SECRETKEY", "http://127.0.0.1:2/SECRETKEY"], "{}");
  assert.equal(answer.status, 503);
  const text = await answer.text();
  assert.match(text, /None of the 2 RPCs answers/);
  assert.doesNotMatch(text, /SECRETKEY/);
});

test("health: a role that waits is told with its reason, one that answers is ok", async (t) => {
  const home = await mkdtemp(join(tmpdir(), "assay-health-"));
  await mkdir(join(home, "run"));
  const waiting = await startBackend(200, { ok: true, chain: { reason: "The RPC lags: head 3, index at 5." } });
  const failing = await startBackend(503, { ok: false, error: "handleX failed", chain: { reason: "waits" } });
  const well = await startBackend(200, { ok: true });
  t.after(async () => {
    await Promise.all([waiting, failing, well].map((backend) => backend.close()));
    await rm(home, { recursive: true });
  });
  writeRunFile(home, "indexer", waiting.url);
  writeRunFile(home, "curator", failing.url);
  writeRunFile(home, "gateway", well.url);
  assert.deepEqual(await healthOfRoles(home), {
    indexer: "The RPC lags: head 3, index at 5.",
    curator: "handleX failed",
    trainer: "not running",
    evaluator: "not running",
    gateway: "ok",
  });
});
