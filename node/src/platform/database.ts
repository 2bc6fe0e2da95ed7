import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";

export type Database = DatabaseSync;

/** One schema step. Ids are unique across the database; a step that ran is never run again nor edited. */
export interface Migration {
  id: string;
  sql: string;
}

/**
 * Opens a role's SQLite database, applying the migrations it has not seen, each in a transaction. WAL with full sync:
 * what was committed before a kill is there after it. ":memory:" works for tests.
 */
export function openDatabase(path: string, migrations: Migration[]): Database {
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
export function transaction<T>(db: Database, work: () => T): T {
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
