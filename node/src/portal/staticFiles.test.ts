import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { StaticFiles } from "./staticFiles.ts";

const SCRIPT = "export const answer = 42;\n".repeat(200);
/** A file as it was written, asked for without compression. */
const plain = (folder: string, path: string) => new StaticFiles(folder).serve(path, new Headers());

let dir: string;
let root: string;
before(async () => {
  dir = await mkdtemp(join(tmpdir(), "assay-static-"));
  root = join(dir, "dist");
  await mkdir(join(root, "assets"), { recursive: true });
  await mkdir(join(dir, "dist-other"));
  await writeFile(join(root, "index.html"), "<html>");
  await writeFile(join(root, "assets", "app-1.js"), "run()");
  await writeFile(join(root, "assets", "large-2.js"), SCRIPT);
  await writeFile(join(dir, "secret.json"), "{}");
  await writeFile(join(dir, "dist-other", "secret.json"), "{}");
  await symlink(join(dir, "secret.json"), join(root, "linked.json"));
});
after(() => rm(dir, { recursive: true, force: true }));

test("default: files with their type, pages of the app as index.html", async () => {
  const script = await plain(root, "/assets/app-1.js");
  assert.equal(await script.text(), "run()");
  assert.match(script.headers.get("content-type") ?? "", /^text\/javascript/);
  assert.match(script.headers.get("cache-control") ?? "", /immutable/);
  for (const path of ["/", "/models/3"]) {
    const page = await plain(root, path);
    assert.equal(await page.text(), "<html>");
    assert.equal(page.headers.get("cache-control"), "no-cache");
    assert.match(page.headers.get("content-security-policy") ?? "", /frame-ancestors 'none'/);
    assert.equal(page.headers.get("x-content-type-options"), "nosniff");
  }
});

test("args: connects: the page may connect to itself, and to what is named", async () => {
  const allowed = async (files: StaticFiles) =>
    /connect-src ([^;]*);/.exec(
      (await files.serve("/", new Headers())).headers.get("content-security-policy") ?? "",
    )?.[1];
  assert.equal(await allowed(new StaticFiles(root)), "'self'");
  assert.equal(await allowed(new StaticFiles(root, ["wss://relay.example"])), "'self' wss://relay.example");
});

test("behavior: text is compressed with what the browser takes, brotli first, and the cached form is the same", async () => {
  const files = new StaticFiles(root);
  const ask = (accepted: string) => files.serve("/assets/large-2.js", new Headers({ "accept-encoding": accepted }));
  const read = async (answer: Response) => Buffer.from(await answer.arrayBuffer());
  const small = await ask("gzip, deflate, br");
  assert.equal(small.headers.get("content-encoding"), "br");
  assert.equal(small.headers.get("vary"), "accept-encoding");
  assert.match(small.headers.get("content-type") ?? "", /^text\/javascript/);
  const bytes = await read(small);
  assert.equal(small.headers.get("content-length"), String(bytes.length));
  assert.ok(bytes.length < SCRIPT.length / 10);
  assert.equal(brotliDecompressSync(bytes).toString(), SCRIPT);
  assert.deepEqual(await read(await ask("br")), bytes);
  const older = await ask("gzip;q=0.8, br;q=0");
  assert.equal(older.headers.get("content-encoding"), "gzip");
  assert.equal(gunzipSync(await read(older)).toString(), SCRIPT);
  assert.equal((await ask("br;q=0, gzip;q=0")).headers.get("content-encoding"), null);
});

test("behavior: what is tiny stays as it is", async () => {
  const page = await new StaticFiles(root).serve("/", new Headers({ "accept-encoding": "br" }));
  assert.equal(page.headers.get("content-encoding"), null);
  assert.equal(await page.text(), "<html>");
});

test("behavior: a page that is known is not sent again, until it changes", async () => {
  const files = new StaticFiles(root);
  const first = await files.serve("/", new Headers());
  const tag = first.headers.get("etag") ?? "";
  const again = await files.serve("/models/3", new Headers({ "if-none-match": tag }));
  assert.equal(again.status, 304);
  assert.equal(await again.text(), "");
  await writeFile(join(root, "index.html"), "<html>new");
  const changed = await files.serve("/", new Headers({ "if-none-match": tag }));
  assert.equal(changed.status, 200);
  assert.equal(await changed.text(), "<html>new");
  await writeFile(join(root, "index.html"), "<html>");
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
  for (const path of paths) await assert.rejects(plain(root, path), { code: "not_found", status: 404 }, path);
});

test("error: an app that was not built says how to build it", async () => {
  await assert.rejects(plain(join(dir, "nowhere"), "/"), { code: "web_not_built", status: 503 });
});
