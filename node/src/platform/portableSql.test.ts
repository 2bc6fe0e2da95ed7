/** What stores ask a database works beyond SQLite. Migrations may be SQLite's own: another database has its own tables. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { test } from "node:test";
import { openDatabase } from "./database.ts";
import { nextWritten, writtenMigration } from "./written.ts";

const SOURCE = join(import.meta.dirname, "..");
/** What only SQLite understands. */
const OWN_WORDS =
  /\browid\b|\bjson_extract\b|\bdatetime\('now'\)|\bjson_each\b|\bunixepoch\(|\bINSERT OR\b|\bAUTOINCREMENT\b|\bIFNULL\(/;
/** The schema steps of a file; nothing else in them is asked of a database again. */
const STEPS = /\bsql: `[^`]*`|\bsql: "[^"]*"/g;
/** The index and the opening of SQLite itself stay with it (decision 21), and so does the lock that lends an account. */
const EXEMPT = [
  /^indexer\//,
  /^platform\/(sqlite|written)\.ts$/,
  /^platform\/chain\/outbox\/lease\.ts$/,
  /\.test\.ts$/,
];

const forbidden = (text: string): string | undefined => OWN_WORDS.exec(text.replaceAll(STEPS, ""))?.[0];

test("default: no store asks for what only SQLite knows", () => {
  const files = readdirSync(SOURCE, { recursive: true, encoding: "utf8" })
    .map((name) => relative(SOURCE, join(SOURCE, name)).split(sep).join("/"))
    .filter((name) => name.endsWith(".ts") && !EXEMPT.some((exempt) => exempt.test(name)));
  assert.ok(files.length > 100);
  const found = files.flatMap((name) => {
    const word = forbidden(readFileSync(join(SOURCE, name), "utf8"));
    return word === undefined ? [] : [`${name}: ${word}`];
  });
  assert.deepEqual(found, []);
});

test("error: the rule finds each of them, and lets migrations be", () => {
  assert.equal(forbidden('db.all("SELECT * FROM jobs ORDER BY rowid")'), "rowid");
  assert.equal(forbidden("db.run(`INSERT OR REPLACE INTO x`)"), "INSERT OR");
  assert.equal(forbidden("{ id: 'a', sql: `UPDATE x SET y = rowid` }"), undefined);
});

test("written: rows that were there keep their order, and new ones come after them", async () => {
  const table = { id: "things-1", sql: "CREATE TABLE things (name TEXT PRIMARY KEY) STRICT" };
  const rows = { id: "things-2", sql: "INSERT INTO things (name) VALUES ('b'), ('a')" };
  const db = await openDatabase(":memory:", [table, rows, writtenMigration("things-3", "things")]);
  await db.run(`INSERT INTO things (name, written) VALUES (?, ${nextWritten("things")})`, "0");
  const names = await db.all<{ name: string }>("SELECT name FROM things ORDER BY written");
  assert.deepEqual(
    names.map(({ name }) => name),
    ["b", "a", "0"],
  );
  await db.close();
});
