import type { Migration } from "../platform/database.ts";
import { writtenMigration } from "../platform/written.ts";

/** The curator's tables: uploads that were signed, drafts of versions, and what the custodian follows. */
export const curatorMigrations: readonly Migration[] = [
  {
    id: "curator-1",
    sql: `
  CREATE TABLE contributions (
    id TEXT PRIMARY KEY, datanet_id TEXT NOT NULL, contributor TEXT NOT NULL, rows_root TEXT NOT NULL,
    row_count INTEGER NOT NULL, labels TEXT NOT NULL, metadata TEXT NOT NULL, metadata_hash TEXT NOT NULL,
    nonce INTEGER NOT NULL, signature TEXT, findings TEXT NOT NULL, created_at TEXT NOT NULL DEFAULT (datetime('now'))
  ) STRICT;
  CREATE TABLE contribution_rows (
    contribution_id TEXT NOT NULL REFERENCES contributions (id), position INTEGER NOT NULL, text TEXT NOT NULL,
    label TEXT NOT NULL, grp TEXT NOT NULL, salt TEXT NOT NULL, PRIMARY KEY (contribution_id, position)
  ) STRICT;
  CREATE TABLE drafts (
    manifest_hash TEXT PRIMARY KEY, datanet_id TEXT NOT NULL, contribution_ids TEXT NOT NULL, manifest_cid TEXT NOT NULL
  ) STRICT;
  CREATE TABLE versions (
    datanet_id TEXT NOT NULL, version INTEGER NOT NULL, manifest_hash TEXT NOT NULL, epoch INTEGER NOT NULL,
    state TEXT NOT NULL, error TEXT, built TEXT, version_key TEXT, PRIMARY KEY (datanet_id, version)
  ) STRICT;
  CREATE TABLE batches (
    datanet_id TEXT NOT NULL, version INTEGER NOT NULL, batch_id INTEGER NOT NULL, key TEXT NOT NULL,
    public TEXT NOT NULL, items TEXT NOT NULL, PRIMARY KEY (datanet_id, version, batch_id)
  ) STRICT;
  CREATE TABLE rounds (
    round_id TEXT PRIMARY KEY, state TEXT NOT NULL, epoch INTEGER NOT NULL, redraw INTEGER NOT NULL, datanet_id TEXT, version INTEGER,
    batch_id INTEGER, seats TEXT
  ) STRICT;
  CREATE TABLE datanets (datanet_id TEXT PRIMARY KEY, curator TEXT NOT NULL, custodian TEXT NOT NULL, metadata_cid TEXT NOT NULL) STRICT;`,
  },
  // How a draft's exam is graded, as JSON; empty in drafts from before it could be chosen.
  { id: "curator-2", sql: "ALTER TABLE drafts ADD COLUMN grading TEXT" },
  // Code of the last failed sealing beside its sentence (`error`). Uploads nobody signed are no longer kept.
  {
    id: "curator-3",
    sql: `
  ALTER TABLE versions ADD COLUMN error_code TEXT;
  UPDATE versions SET error_code = 'sealing_failed' WHERE error IS NOT NULL;
  DELETE FROM contribution_rows WHERE contribution_id IN (SELECT id FROM contributions WHERE signature IS NULL);
  DELETE FROM contributions WHERE signature IS NULL;`,
  },
  writtenMigration("curator-4", "contributions"),
];
