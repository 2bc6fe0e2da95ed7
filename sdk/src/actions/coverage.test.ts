/** Every action has a test beside it that runs against a chain. */
import assert from "node:assert/strict";
import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

const actions = globSync("*/*.ts", { cwd: import.meta.dirname })
  .filter((path) => !path.endsWith(".test.ts"))
  .map((path) => ({ path, text: readFileSync(join(import.meta.dirname, path), "utf8") }))
  .filter(({ text }) => /^export (async )?function /m.test(text));

test("default: no action is without its test", () => {
  assert.ok(actions.length > 0);
  const tests = actions.map(({ path }) => path.replace(/\.ts$/, ".chain.test.ts"));
  assert.deepEqual(
    tests.filter((path) => !existsSync(join(import.meta.dirname, path))),
    [],
  );
});

test("default: an action is one function, and its file has its name", () => {
  for (const { path, text } of actions) {
    const names = [...text.matchAll(/^export (?:async )?function (\w+)/gm)].map(([, name = ""]) => name);
    const kebab = names.map((name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`));
    assert.deepEqual(kebab, [path.replace(/^.*\/(.*)\.ts$/, "$1")]);
  }
});
