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
  const names: (string | undefined)[] = [];
  const app = createApp({ log: silentLogger });
  app.all("*", async (c) => {
    asked.push(await c.req.text());
    names.push(c.req.header("authorization"));
    return c.json(reply, status as 200);
  });
  return { asked, names, ...(await serve(app, { port: 0 })) };
}

const askVia = async (urls: string[], body: string, headersMs?: number) => {
  const app = createApp({ log: silentLogger });
  app.post("/rpc", (c) => proxyToRpc(c, urls, headersMs));
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

test("rpc: one RPC's fault shows neither its key nor its password", async () => {
  for (const url of ["http://me:SECRETWORD@127.0.0.1:1/SECRETKEY", "http://me:SECRETWORD@127.0.0.1:x/SECRETKEY"]) {
    const answer = await askVia([url], "{}");
    assert.equal(answer.status, 503);
    const text = await answer.text();
    assert.match(text, /The RPC does not answer/);
    assert.doesNotMatch(text, /SECRET/);
  }
});

test("rpc: name and password of the URL are sent as a header", async (t) => {
  const good = await startBackend(200, { result: "0x1" });
  t.after(() => good.close());
  const answer = await askVia([good.url.replace("//", "//me:password@")], "{}");
  assert.equal(answer.status, 200);
  assert.deepEqual(good.names, [`Basic ${Buffer.from("me:password").toString("base64")}`]);
});

test("rpc: a refused key and a server without an answer go to the next, and the last answer is passed on", async (t) => {
  const refusing = await startBackend(401, { error: "no key" });
  const forbidding = await startBackend(403, { error: "not you" });
  const silent = await serve({ fetch: () => new Promise<Response>(() => undefined) }, { port: 0 });
  const good = await startBackend(200, { result: "0x1" });
  t.after(() => Promise.all([refusing, forbidding, silent, good].map((backend) => backend.close())));
  const served = await askVia([refusing.url, silent.url, forbidding.url, good.url], "{}", 100);
  assert.deepEqual([served.status, await served.json()], [200, { result: "0x1" }]);
  const refused = await askVia([forbidding.url, refusing.url, silent.url], "{}", 100);
  assert.deepEqual([refused.status, await refused.json()], [401, { error: "no key" }]);
});

test("rpc: a body that is passed over is ended, and one that takes longer than its headers is not", async (t) => {
  const ended = Promise.withResolvers<void>();
  const endless = new ReadableStream({ cancel: () => ended.resolve() });
  const throttled = await serve({ fetch: () => new Response(endless, { status: 429 }) }, { port: 0 });
  const slow = new ReadableStream({
    async start(out) {
      out.enqueue(new TextEncoder().encode("["));
      // Time itself is what is tested: the limit for the headers (100 ms) must be over before the body is.
      await new Promise((resolve) => setTimeout(resolve, 200));
      out.enqueue(new TextEncoder().encode("]"));
      out.close();
    },
  });
  const good = await serve({ fetch: () => new Response(slow) }, { port: 0 });
  t.after(() => Promise.all([throttled.close(), good.close()]));
  const answer = await askVia([throttled.url, good.url], "{}", 100);
  assert.equal(await answer.text(), "[]");
  await ended.promise;
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
