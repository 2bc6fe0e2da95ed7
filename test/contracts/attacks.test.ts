/** The table of attacks names tests that exist. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

/** The attacks that the threat model lists; the table has a row for each. */
const LISTED = 26;
const read = (path: string): string => readFileSync(join(import.meta.dirname, path), "utf8");

type Row = { attack: string; tests: { file: string; name: string }[]; loss: string };

/** In the middle column a file in backticks goes before the tests in it. */
function testsOf(cell: string): Row["tests"] {
  let file = "";
  const tests: Row["tests"] = [];
  for (const [, word = ""] of cell.matchAll(/`([^`]+)`/g)) {
    if (word.endsWith(".sol")) file = word;
    else tests.push({ file, name: word });
  }
  return tests;
}

function rowsOf(table: string): Row[] {
  const lines = table.split("\n").filter((line) => line.startsWith("| "));
  return lines.slice(2).map((line) => {
    const [attack = "", tests = "", loss = ""] = line.split("|").slice(1, -1);
    return { attack: attack.trim(), tests: testsOf(tests), loss: loss.trim() };
  });
}

const rows = rowsOf(read("ATTACKS.md"));

test("behavior: every attack has a row of its own, a test and a loss", () => {
  assert.equal(new Set(rows.map((row) => row.attack)).size, LISTED);
  assert.equal(rows.length, LISTED);
  for (const { attack, tests, loss } of rows) assert.ok(tests.length > 0 && loss !== "", attack);
});

test("behavior: every test in the table of attacks exists in the file it names", () => {
  const missing = rows
    .flatMap((row) => row.tests)
    .filter(
      ({ file, name }) => !existsSync(join(import.meta.dirname, file)) || !read(file).includes(`function ${name}(`),
    );
  assert.deepEqual(missing, []);
});
