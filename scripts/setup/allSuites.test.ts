/** A test that starts a chain says so in its name: the quick suite is chosen by that name. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { test } from "node:test";
import { unitTests } from "./allSuites.ts";
import { root } from "./build.ts";

/** The files that start a chain. Every test that runs one of them needs a chain. */
const STARTERS = ["test/support/anvil.ts", "scripts/stack/up.ts"];
const IMPORT = /^(?:import|export)\s+(?!type\b)(?:[^"';]*?\sfrom\s+)?"(\.[^"]+)"|\bimport\("(\.[^"]+)"\)/gm;

const known = new Map<string, string[]>();

/** Files that a file imports by path. Imports of types only are left out, because they run nothing. */
function importsOf(file: string): string[] {
  const found = known.get(file);
  if (found !== undefined) return found;
  const imports = [...readFileSync(file, "utf8").matchAll(IMPORT)]
    .map(([, still, dynamic]) => join(dirname(file), still ?? dynamic ?? ""))
    .filter((path) => /\.tsx?$/.test(path) && existsSync(path));
  known.set(file, imports);
  return imports;
}

function startsChain(test: string): boolean {
  const seen = new Set([join(root, test)]);
  // A set's iteration also visits what is added on the way.
  for (const file of seen) for (const imported of importsOf(file)) seen.add(imported);
  return [...seen].some((file) => STARTERS.includes(relative(root, file)));
}

test("names: exactly the tests that start a chain end in .chain.test.ts", () => {
  for (const file of STARTERS) assert.ok(existsSync(join(root, file)), `${file} is there`);
  const tests = unitTests();
  assert.deepEqual(
    tests.filter(startsChain),
    tests.filter((file) => file.endsWith(".chain.test.ts")),
  );
});
