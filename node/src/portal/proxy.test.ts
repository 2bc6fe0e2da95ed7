import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { stream } from "hono/streaming";
import { createApp } from "../platform/http/app.ts";
import { type Server, serve } from "../platform/http/serve.ts";
import { silentLogger } from "../platform/log.ts";
import { writeRunFile } from "../platform/runFile.ts";
import { assertLocalHost, proxyToRole } from "./proxy.ts";

let home: string;
let role: Server;
let portal: Server;
const gone = Promise.withResolvers<void>();

before(async () => {
  home = await mkdtemp(join(tmpdir(), "assay-proxy-"));
  await mkdir(join(home, "run"));
  const backend = createApp({ log: silentLogger });
  backend.get("/stream", (c) =>
    stream(c, async (out) => {
      out.onAbort(() => gone.resolve());
      await out.write("first\n");
      await gone.promise;
    }),
  );
  backend.all("*", async (c) =>
    c.json(
      {
        path: c.req.path,
        query: c.req.query(),
        method: c.req.method,
        body: await c.req.text(),
        host: c.req.header("host"),
      },
      c.req.path === "/teapot" ? 418 : 200,
      { "x-role": "yes" },
    ),
  );
  role = await serve(backend, { port: 0 });
  const app = createApp({ log: silentLogger });
  app.all("/api/curator/*", (c) => proxyToRole(c, home, "curator", c.req.path.slice("/api/curator".length)));
  app.all("/api/trainer/*", (c) => proxyToRole(c, home, "trainer", c.req.path.slice("/api/trainer".length)));
  portal = await serve(app, { port: 0 });
  writeRunFile(home, "curator", role.url);
});
after(async () => {
  await portal?.close();
  await role?.close();
  await rm(home, { recursive: true, force: true });
});

test("default: method, query, body, status and headers pass", async () => {
  const answer = await fetch(`${portal.url}/api/curator/teapot?a=1`, { method: "PUT", body: "hello" });
  assert.equal(answer.status, 418);
  assert.equal(answer.headers.get("x-role"), "yes");
  const seen = (await answer.json()) as Record<string, unknown>;
  assert.deepEqual(
    { ...seen, host: undefined },
    { path: "/teapot", query: { a: "1" }, method: "PUT", body: "hello", host: undefined },
  );
  assert.equal(`http://${seen.host}`, role.url);
});

/** `fetch` would tidy the path, so the raw one is sent. */
function rawGet(path: string): Promise<string> {
  const { hostname, port } = new URL(portal.url);
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path }, (answer) => {
      let text = "";
      answer.on("data", (chunk: Buffer) => {
        text += chunk.toString();
      });
      answer.on("end", () => resolve(text));
    });
    sent.once("error", reject);
    sent.end();
  });
}

test("behavior: a path that looks like another host stays on the role", async () => {
  const elsewhere = await serve({ fetch: () => new Response("elsewhere") }, { port: 0 });
  try {
    const text = await rawGet(`/api/curator//${new URL(elsewhere.url).host}/page`);
    assert.doesNotMatch(text, /^elsewhere/);
    assert.match(text, /\/page/);
  } finally {
    await elsewhere.close();
  }
});

test("behavior: streams pass as they come, and a caller who leaves ends the role's work", async () => {
  const leave = new AbortController();
  const answer = await fetch(`${portal.url}/api/curator/stream`, { signal: leave.signal });
  const { value } = (await answer.body?.getReader().read()) ?? {};
  assert.equal(new TextDecoder().decode(value), "first\n");
  leave.abort();
  await gone.promise;
});

test("error: a role that is not there, or no longer", async () => {
  const missing = await fetch(`${portal.url}/api/trainer/jobs`);
  assert.equal(missing.status, 503);
  assert.equal(((await missing.json()) as { error: { code: string } }).error.code, "role_unreachable");
  writeRunFile(home, "trainer", "http://127.0.0.1:1");
  assert.equal((await fetch(`${portal.url}/api/trainer/jobs`)).status, 503);
});

test("error: a foreign host name is refused, this machine's own are not", () => {
  for (const host of ["127.0.0.1:4600", "localhost", "LOCALHOST:1", "[::1]:4600"]) assertLocalHost(host);
  for (const host of [undefined, "", "evil.example", "127.0.0.1.evil.example:4600", "localhost.evil:80"])
    assert.throws(() => assertLocalHost(host), { code: "host_refused", status: 421 });
});
