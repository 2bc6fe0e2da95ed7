import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { openHome } from "./home.ts";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "assay-home-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test("default: folders are made, the lock goes with unlock, the state stays", () => {
  const home = openHome(join(dir, "new"), { fresh: false });
  writeFileSync(home.file("state/kept"), "1");
  home.unlock();
  assert.equal(existsSync(home.file("stack.pid")), false);
  assert.equal(existsSync(openHome(home.dir, { fresh: false }).file("state/kept")), true);
});

test("fresh: forgets an old home, never a folder that no stack made", () => {
  const home = openHome(join(dir, "old"), { fresh: false });
  writeFileSync(home.file("state/old"), "1");
  home.unlock();
  assert.equal(existsSync(openHome(home.dir, { fresh: true }).file("state/old")), false);
  const own = join(dir, "thesis.txt");
  writeFileSync(own, "years of work");
  assert.throws(() => openHome(dir, { fresh: true }), /is no home folder of Assay.*--home/);
  assert.equal(existsSync(own), true);
});

test("error: the chain of an earlier version is neither used nor deleted unasked", () => {
  const home = openHome(join(dir, "old"), { fresh: false });
  writeFileSync(home.file("deployment.json"), JSON.stringify({ addresses: { token: "0x01", admission: "0x02" } }));
  home.unlock();
  assert.throws(() => openHome(home.dir, { fresh: false }), /earlier Assay.*--fresh/);
  assert.equal(existsSync(home.file("deployment.json")), true);
  assert.equal(existsSync(openHome(home.dir, { fresh: true }).file("deployment.json")), false);
});

test("error: a home of another version is neither used nor deleted unasked", () => {
  const home = openHome(join(dir, "old"), { fresh: false });
  writeFileSync(home.file("config.json"), "{}");
  home.unlock();
  openHome(home.dir, { fresh: false }).unlock();
  const refused = (age: string) => ({ message: new RegExp(`^.*old was made by ${age} Assay.*--fresh.*--home\\.$`) });
  writeFileSync(home.file("home.json"), JSON.stringify({ version: 1 }));
  assert.throws(() => openHome(home.dir, { fresh: false }), refused("an earlier"));
  writeFileSync(home.file("home.json"), JSON.stringify({ version: 1000 }));
  assert.throws(() => openHome(home.dir, { fresh: false }), refused("a later"));
  rmSync(home.file("home.json"));
  assert.throws(() => openHome(home.dir, { fresh: false }), refused("an earlier"));
  assert.equal(existsSync(home.file("config.json")), true);
  assert.equal(existsSync(openHome(home.dir, { fresh: true }).file("config.json")), false);
});

test("error: a live stack keeps its folder; a dead one or half a lock does not", async () => {
  const home = openHome(dir, { fresh: false });
  const other = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
  writeFileSync(home.file("stack.pid"), String(other.pid));
  assert.throws(() => openHome(dir, { fresh: true }), new RegExp(`already runs in .*process ${other.pid}`));
  const ended = new Promise((resolve) => other.once("exit", resolve));
  other.kill("SIGKILL");
  await ended;
  openHome(dir, { fresh: false });
  writeFileSync(home.file("stack.pid"), "");
  openHome(dir, { fresh: false });
});
