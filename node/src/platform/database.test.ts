import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach, describe, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { type Database, openDatabase } from "./database.ts";

const MIGRATIONS = [
  { id: "notes-1", sql: "CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT" },
];

describe("database", () => {
  let home: string;
  let db: Database;
  before(async () => {
    home = await mkdtemp(join(tmpdir(), "assay-database-"));
  });
  after(() => rm(home, { recursive: true, force: true }));
  beforeEach(async () => {
    db = await openDatabase(":memory:", MIGRATIONS);
  });

  const write = (on: Database, text: string) => on.run("INSERT INTO notes (text) VALUES (?)", text);
  const texts = async (on: Database) =>
    (await on.all<{ text: string }>("SELECT text FROM notes ORDER BY id")).map(({ text }) => text);

  test("default: rows, the first row, none, and how many changed", async () => {
    assert.deepEqual(await write(db, "a"), { changes: 1 });
    await write(db, "b");
    assert.deepEqual({ ...(await db.get("SELECT text FROM notes WHERE text = ?2", "a", "b")) }, { text: "b" });
    assert.equal(await db.get("SELECT text FROM notes WHERE text = ?", "c"), undefined);
    assert.deepEqual(await db.run("UPDATE notes SET text = text || '!'"), { changes: 2 });
    assert.deepEqual(await texts(db), ["a!", "b!"]);
  });

  test("behavior: what was committed is there after opening again, and a migration runs once", async () => {
    const path = join(home, "deep", "again.db");
    const first = await openDatabase(path, MIGRATIONS);
    await write(first, "kept");
    await first.close();
    const second = await openDatabase(`sqlite:${path}`, MIGRATIONS);
    assert.deepEqual(await texts(second), ["kept"]);
    await second.close();
  });

  test("behavior: two transactions that are asked for at once run one after the other", async () => {
    await write(db, "0");
    const addOne = () =>
      db.transaction(async (tx) => {
        const row = await tx.get<{ text: string }>("SELECT text FROM notes");
        await delay(5);
        await tx.run("UPDATE notes SET text = ?", String(Number(row?.text) + 1));
      });
    await Promise.all([addOne(), addOne(), addOne()]);
    assert.deepEqual(await texts(db), ["3"]);
  });

  test("behavior: a statement from outside waits until the transaction has ended", async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const moved = db.transaction(async (tx) => {
      await write(tx, "inside");
      await promise;
      await tx.run("DELETE FROM notes WHERE text = 'inside'");
    });
    const seen = texts(db);
    resolve();
    await moved;
    assert.deepEqual(await seen, []);
  });

  test("behavior: nothing of a transaction that throws is stored, and the next one runs", async () => {
    const failed = db.transaction(async (tx) => {
      await write(tx, "gone");
      throw new Error("stop");
    });
    await assert.rejects(failed, /stop/);
    await db.transaction((tx) => write(tx, "kept"));
    assert.deepEqual(await texts(db), ["kept"]);
  });

  test("behavior: a transaction inside one can be undone by itself", async () => {
    await db.transaction(async (tx) => {
      await write(tx, "outer");
      const inner = tx.transaction(async (deep) => {
        await write(deep, "inner");
        throw new Error("undo");
      });
      await assert.rejects(inner, /undo/);
      await tx.transaction((deep) => write(deep, "second"));
    });
    assert.deepEqual(await texts(db), ["outer", "second"]);
  });

  test("behavior: work beside a statement that fails is undone with it", async () => {
    const failed = db.transaction(async (tx) => {
      const slow = tx.transaction(async (deep) => {
        await delay(10);
        await write(deep, "slow");
      });
      await Promise.all([slow, Promise.reject(new Error("at once"))]);
    });
    await assert.rejects(failed, /at once/);
    assert.deepEqual(await texts(db), []);
  });

  test("error: the outer handle inside a transaction, which would wait for itself", async () => {
    const misused = db.transaction(async () => await write(db, "never"));
    await assert.rejects(misused, { code: "database_misuse" });
    const deeper = db.transaction((tx) => tx.transaction(() => write(tx, "never")));
    await assert.rejects(deeper, { code: "database_misuse" });
    assert.deepEqual(await texts(db), []);
  });

  test("behavior: code that a transaction started may use the database after it ended", async () => {
    let later = Promise.resolve<unknown>(undefined);
    await db.transaction(async (tx) => {
      await write(tx, "first");
      later = delay(10).then(() => write(db, "later"));
    });
    await later;
    assert.deepEqual(await texts(db), ["first", "later"]);
  });

  test("error: a handle whose transaction has ended", async () => {
    const kept = await db.transaction(async (tx) => tx);
    await assert.rejects(write(kept, "late"), { code: "database_closed", message: /transaction has ended/ });
  });

  test("behavior: close waits for what was asked for before, and refuses what comes after", async () => {
    const path = join(home, "close.db");
    const own = await openDatabase(path, MIGRATIONS);
    const slow = own.transaction(async (tx) => {
      await delay(10);
      await write(tx, "in time");
    });
    const closed = own.close();
    await assert.rejects(write(own, "late"), { code: "database_closed" });
    await slow;
    await closed;
    await assert.rejects(own.get("SELECT 1"), { code: "database_closed", message: "The database is closed." });
    const again = await openDatabase(path, MIGRATIONS);
    assert.deepEqual(await texts(again), ["in time"]);
    await again.close();
  });

  test("error: a postgres URL is refused by name", async () => {
    await assert.rejects(openDatabase("postgres://127.0.0.1/assay", MIGRATIONS), {
      code: "database_unsupported",
      message: "A postgres: database is not built yet; give the path of an SQLite file or sqlite:<path>.",
    });
  });
});
