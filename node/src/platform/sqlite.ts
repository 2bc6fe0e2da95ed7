import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** An SQLite handle whose calls return at once. */
export type SyncDatabase = DatabaseSync;

/** One schema step. Ids are unique across the database; a step that ran is never run again nor edited. */
export interface Migration {
  id: string;
  sql: string;
}

/**
 * Opens an SQLite file and applies the migrations it has not seen, each in a transaction. WAL with full sync: what was
 * committed before a kill is there after it. ":memory:" works for tests. Only the indexer holds such a handle itself,
 * because its WASM host functions must answer at once; every role's stores go through `openDatabase`.
 */
export function openSqlite(path: string, migrations: readonly Migration[]): SyncDatabase {
  if (path !== ":memory:") mkdirSync(dirname(path), { recursive: true });
  const db = new DatabaseSync(path, { timeout: 5_000 });
  db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;");
  db.exec("CREATE TABLE IF NOT EXISTS migrations (id TEXT PRIMARY KEY, applied_at TEXT NOT NULL) STRICT");
  for (const migration of migrations) {
    transaction(db, () => {
      const seen = db.prepare("SELECT 1 FROM migrations WHERE id = ?").get(migration.id);
      if (seen !== undefined) return;
      db.exec(migration.sql);
      db.prepare("INSERT INTO migrations (id, applied_at) VALUES (?, datetime('now'))").run(migration.id);
    });
  }
  return db;
}

/** Runs `work` in one write transaction: all of it is stored or none. `work` must not be async. */
export function transaction<T>(db: SyncDatabase, work: () => T): T {
  db.exec("BEGIN IMMEDIATE");
  try {
    const result = work();
    db.exec("COMMIT");
    return result;
  } catch (error) {
    db.exec("ROLLBACK");
    throw error;
  }
}
