import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { serveStatic } from "./staticFiles.ts";

let dir: string;
let root: string;
before(async () => {
  dir = await mkdtemp(join(tmpdir(), "assay-static-"));
  root = join(dir, "dist");
  await mkdir(join(root, "assets"), { recursive: true });
  await mkdir(join(dir, "dist-other"));
  await writeFile(join(root, "index.html"), "<html>");
  await writeFile(join(root, "assets", "app-1.js"), "run()");
  await writeFile(join(dir, "secret.json"), "{}");
  await writeFile(join(dir, "dist-other", "secret.json"), "{}");
  await symlink(join(dir, "secret.json"), join(root, "linked.json"));
});
after(() => rm(dir, { recursive: true, force: true }));

test("default: files with their type, pages of the app as index.html", async () => {
  const script = await serveStatic(root, "/assets/app-1.js");
  assert.equal(await script.text(), "run()");
  assert.match(script.headers.get("content-type") ?? "", /^text\/javascript/);
  assert.match(script.headers.get("cache-control") ?? "", /immutable/);
  for (const path of ["/", "/models/3"]) {
    const page = await serveStatic(root, path);
    assert.equal(await page.text(), "<html>");
    assert.equal(page.headers.get("cache-control"), "no-cache");
    assert.match(page.headers.get("content-security-policy") ?? "", /frame-ancestors 'none'/);
    assert.equal(page.headers.get("x-content-type-options"), "nosniff");
  }
});

test("error: nothing outside the folder is served, however the path is written", async () => {
  const paths = [
    "/../secret.json",
    "/..%2fsecret.json",
    "/%2e%2e/secret.json",
    "/assets/..%2f..%2fsecret.json",
    "/../dist-other/secret.json",
    "/linked.json",
    "/missing.js",
    "/assets.x/",
    "/a%00.json",
    "/%ff.json",
    "/%.json",
    `/${"x".repeat(5_000)}.js`,
  ];
  for (const path of paths) await assert.rejects(serveStatic(root, path), { code: "not_found", status: 404 }, path);
});

test("error: an app that was not built says how to build it", async () => {
  await assert.rejects(serveStatic(join(dir, "nowhere"), "/"), { code: "web_not_built", status: 503 });
});
