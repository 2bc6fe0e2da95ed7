import type { Migration } from "../../database.ts";
import { writtenMigration } from "../../written.ts";

/**
 * Tables of an outbox. The second step gives every signed version of an intent a row of its own, the next two their
 * order. The last keeps how an intent ended before a reorganisation undid that.
 */
export const outboxMigrations: readonly Migration[] = [
  {
    id: "outbox-1",
    sql: `CREATE TABLE outbox (
      key TEXT NOT NULL,
      account TEXT NOT NULL,
      target TEXT NOT NULL,
      data TEXT NOT NULL,
      value TEXT NOT NULL,
      state TEXT NOT NULL,
      nonce INTEGER,
      raw TEXT,
      hash TEXT,
      block INTEGER,
      block_hash TEXT,
      created_at TEXT NOT NULL DEFAULT (datetime('now')),
      PRIMARY KEY (account, key)
    ) STRICT`,
  },
  {
    id: "outbox-2",
    sql: `
    CREATE TABLE outbox_attempts (
      account TEXT NOT NULL,
      key TEXT NOT NULL,
      nonce INTEGER NOT NULL,
      hash TEXT NOT NULL,
      raw TEXT NOT NULL,
      kind TEXT NOT NULL,
      gas TEXT,
      max_fee TEXT,
      max_tip TEXT,
      signed_block INTEGER NOT NULL,
      signed_at TEXT NOT NULL DEFAULT (datetime('now')),
      PRIMARY KEY (account, hash)
    ) STRICT;
    CREATE INDEX outbox_attempts_by_key ON outbox_attempts (account, key, nonce);
    CREATE INDEX outbox_attempts_by_nonce ON outbox_attempts (account, nonce);
    INSERT INTO outbox_attempts (account, key, nonce, hash, raw, kind, signed_block)
      SELECT account, key, nonce, hash, raw, 'intent', 0 FROM outbox WHERE raw IS NOT NULL;
    CREATE TABLE outbox_foreign (
      account TEXT NOT NULL,
      nonce INTEGER NOT NULL,
      hash TEXT NOT NULL,
      block INTEGER NOT NULL,
      key TEXT NOT NULL,
      found_at TEXT NOT NULL DEFAULT (datetime('now')),
      PRIMARY KEY (account, nonce)
    ) STRICT;
    ALTER TABLE outbox DROP COLUMN raw;
    ALTER TABLE outbox ADD COLUMN deadline INTEGER;
    ALTER TABLE outbox ADD COLUMN about TEXT;
    ALTER TABLE outbox ADD COLUMN receipt TEXT;
    ALTER TABLE outbox ADD COLUMN settled INTEGER NOT NULL DEFAULT 0;
    CREATE INDEX outbox_by_state ON outbox (account, state, settled);`,
  },
  writtenMigration("outbox-3", "outbox"),
  writtenMigration("outbox-4", "outbox_attempts"),
  { id: "outbox-5", sql: "ALTER TABLE outbox ADD COLUMN undone TEXT" },
];
