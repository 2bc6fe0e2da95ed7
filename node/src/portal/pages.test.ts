import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Hono } from "hono";
import { createApp } from "../platform/http/app.ts";
import { silentLogger } from "../platform/log.ts";
import { servePages } from "./pages.ts";
import { StaticFiles } from "./staticFiles.ts";

let root: string;
let app: Hono;
before(async () => {
  root = await mkdtemp(join(tmpdir(), "assay-pages-"));
  await writeFile(join(root, "index.html"), "<html>");
  app = createApp({ log: silentLogger });
  servePages(app, new StaticFiles(root));
});
after(() => rm(root, { recursive: true, force: true }));

test("default: HEAD says of a page what GET does, without its bytes", async () => {
  for (const path of ["/", "/models/1"]) {
    const [page, head] = await Promise.all([app.request(path), app.request(path, { method: "HEAD" })]);
    assert.deepEqual([page.status, await page.text()], [200, "<html>"], path);
    assert.deepEqual([head.status, await head.text()], [200, ""], path);
    assert.deepEqual([...head.headers], [...page.headers], path);
  }
});

test("error: what is no page has none, and other methods do nothing", async () => {
  for (const [path, method] of [
    ["/assets/nothing.js", "HEAD"],
    ["/api/x", "HEAD"],
    ["/", "POST"],
  ] as const)
    assert.equal((await app.request(path, { method })).status, 404, `${method} ${path}`);
});
