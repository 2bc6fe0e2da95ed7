import type { Migration } from "./sqlite.ts";

/**
 * Gives the rows of a table a column `written`: the order in which they were written. SQLite counts rows by itself
 * (`rowid`), but no other database does, so an order that matters has a column of its own.
 */
export const writtenMigration = (id: string, table: string): Migration => ({
  id,
  sql: `ALTER TABLE ${table} ADD COLUMN written INTEGER NOT NULL DEFAULT 0;
  UPDATE ${table} SET written = rowid;
  CREATE INDEX ${table}_written ON ${table} (written)`,
});

/** The value of `written` for a new row of a table. Statements run one at a time, so no two rows get the same. */
export const nextWritten = (table: string): string => `(SELECT COALESCE(MAX(written), 0) + 1 FROM ${table})`;
