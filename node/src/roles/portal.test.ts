/** The portal as a browser and a stranger's page reach it: which paths are pages, which are services, and which refuse. */
import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Hono } from "hono";
import { type Server, serve } from "../platform/http/serve.ts";
import { writeRunFile } from "../platform/runFile.ts";
import { type StartedPortal, startTestPortal } from "../testing/portalProcess.ts";

let chain: Server;
let portal: StartedPortal;

before(async () => {
  const app = new Hono();
  app.post("/", async (c) => c.json({ jsonrpc: "2.0", id: 1, result: "0x7a69" }));
  chain = await serve(app, { port: 0 });
  portal = await startTestPortal({ rpcUrl: chain.url });
});
after(async () => {
  await portal?.close();
  await chain?.close();
});

async function ask(path: string, init?: RequestInit) {
  const answer = await fetch(portal.url + path, init);
  const text = await answer.text();
  const type = answer.headers.get("content-type") ?? "";
  const error = type.startsWith("application/json")
    ? (JSON.parse(text) as { error?: { message: string } }).error
    : undefined;
  return { status: answer.status, type, text, message: error?.message, headers: answer.headers };
}

test("default: pages of the app are the app, files that are not there are not", async () => {
  for (const path of ["/", "/models/1", "/apix", "/ipfsx", "/v1x/y"]) {
    const { status, type } = await ask(path);
    assert.deepEqual([status, type], [200, "text/html; charset=utf-8"], path);
  }
  assert.equal((await ask("/assets/nothing.js")).status, 404);
});

test("error: unknown paths of services are never the web page", async () => {
  const paths = [
    "/ipfs",
    "/ipfs/",
    "/rpc/",
    "/rpc/x",
    "/graphql/",
    "/graphql/x",
    "/api/",
    "/api/x",
    "/IPFS/x",
    "/V1",
    "/Rpc",
  ];
  for (const path of [...paths, "/%67raphql/x"]) {
    const { status, type, message } = await ask(path);
    assert.equal(status, 404, path);
    assert.match(type, /^application\/json/, path);
    assert.match(message ?? "", /^There is nothing at GET .*\.$/, path);
  }
  for (const path of ["/v1", "/v1/models", "/graphql", "/graphql/stream", "/api/trainer/jobs"]) {
    const { status, type, headers } = await ask(path);
    assert.deepEqual([status, type, headers.get("retry-after")], [503, "application/json", "5"], `${path} is not up`);
  }
});

test("error: a method that does nothing is refused, with those that do something", async () => {
  const rpc = await ask("/rpc");
  assert.deepEqual([rpc.status, rpc.headers.get("allow")], [405, "POST"]);
  const content = await ask("/ipfs/bafy", { method: "POST" });
  assert.deepEqual([content.status, content.headers.get("allow")], [405, "GET, HEAD"]);
  assert.equal((await ask("/models/1", { method: "POST" })).status, 404);
});

test("error: JSON-RPC without its media type is refused, which is what a page elsewhere can send unasked", async () => {
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "eth_chainId", params: [] });
  const origin = "https://evil.example";
  for (const type of ["text/plain", "application/x-www-form-urlencoded", "text/plain; application/json"]) {
    const { status, message, text } = await ask("/rpc", {
      method: "POST",
      body,
      headers: { "content-type": type, origin },
    });
    assert.equal(status, 415, type);
    assert.equal(message, "JSON-RPC must be sent with content-type: application/json.");
    assert.doesNotMatch(text, /7a69/);
  }
  for (const type of ["application/json", "application/JSON; charset=utf-8"]) {
    const { status, text, headers } = await ask("/rpc", {
      method: "POST",
      body,
      headers: { "content-type": type, origin },
    });
    assert.deepEqual(
      [status, JSON.parse(text).result, headers.get("access-control-allow-origin")],
      [200, "0x7a69", null],
    );
  }
  const preflight = await ask("/rpc", {
    method: "OPTIONS",
    headers: { origin, "access-control-request-method": "POST", "access-control-request-headers": "content-type" },
  });
  assert.deepEqual([preflight.status, preflight.headers.get("access-control-allow-origin")], [405, null]);
});

test("health: a role that works may still say what waits for somebody", async () => {
  const app = new Hono();
  const health: object[] = [{ ok: true }, { ok: true, trouble: "Not paid: voucher 0x1 5. It is no good." }];
  app.get("/health", (c) => c.json(health.shift() ?? {}));
  const gateway = await serve(app, { port: 0 });
  try {
    writeRunFile(portal.home, "gateway", gateway.url);
    const said = async () => (JSON.parse((await ask("/health")).text) as Record<string, string>).gateway;
    assert.equal(await said(), "ok");
    assert.equal(await said(), "Not paid: voucher 0x1 5. It is no good.");
  } finally {
    await rm(join(portal.home, "run", "gateway.json"));
    await gateway.close();
  }
});

test("behavior: the portal starts while its chain is away, and says so where it is asked", async () => {
  const alone = await startTestPortal();
  try {
    assert.equal((await fetch(alone.url)).status, 200);
    const init = { method: "POST", body: "{}", headers: { "content-type": "application/json" } };
    assert.equal((await fetch(`${alone.url}/rpc`, init)).status, 503);
  } finally {
    await alone.close();
  }
});
