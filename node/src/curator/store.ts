import type { Address, Hex } from "viem";
import type { Grading } from "../exam/grading.ts";
import type { Migration, SyncDatabase } from "../platform/sqlite.ts";
import { transaction } from "../platform/sqlite.ts";

export const curatorMigration: Migration = {
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
};

/** How a draft's exam is graded, as JSON; empty in drafts from before it could be chosen. */
export const gradingMigration: Migration = { id: "curator-2", sql: "ALTER TABLE drafts ADD COLUMN grading TEXT" };

/** A contribution as it was handed in; usable in a version once `signature` is there. */
export interface StoredContribution {
  id: string;
  datanetId: bigint;
  contributor: Address;
  rowsRoot: Hex;
  rowCount: number;
  labels: Record<string, number>;
  metadata: Record<string, string>;
  metadataHash: Hex;
  nonce: bigint;
  signature: Hex | undefined;
  createdAt: string;
}

export interface StoredRow {
  text: string;
  label: string;
  group: string;
  salt: Hex;
}

type Cells = Record<string, string | number | bigint | null>;

function toContribution(row: Cells): StoredContribution {
  return {
    id: row.id as string,
    datanetId: BigInt(row.datanet_id as string),
    contributor: row.contributor as Address,
    rowsRoot: row.rows_root as Hex,
    rowCount: row.row_count as number,
    labels: JSON.parse(row.labels as string) as Record<string, number>,
    metadata: JSON.parse(row.metadata as string) as Record<string, string>,
    metadataHash: row.metadata_hash as Hex,
    nonce: BigInt(row.nonce as number),
    signature: (row.signature ?? undefined) as Hex | undefined,
    createdAt: row.created_at as string,
  };
}

/** Contributions and drafts of versions. */
export function createContributionStore(db: SyncDatabase) {
  return {
    add(contribution: Omit<StoredContribution, "signature" | "createdAt">, rows: StoredRow[], findings: unknown): void {
      transaction(db, () => {
        db.prepare(
          `INSERT INTO contributions (id, datanet_id, contributor, rows_root, row_count, labels, metadata, metadata_hash, nonce, findings)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        ).run(
          contribution.id,
          contribution.datanetId.toString(),
          contribution.contributor,
          contribution.rowsRoot,
          contribution.rowCount,
          JSON.stringify(contribution.labels),
          JSON.stringify(contribution.metadata),
          contribution.metadataHash,
          Number(contribution.nonce),
          JSON.stringify(findings),
        );
        const insert = db.prepare(
          "INSERT INTO contribution_rows (contribution_id, position, text, label, grp, salt) VALUES (?, ?, ?, ?, ?, ?)",
        );
        for (const [i, row] of rows.entries()) insert.run(contribution.id, i, row.text, row.label, row.group, row.salt);
      });
    },
    get(id: string): StoredContribution | undefined {
      const row = db.prepare("SELECT * FROM contributions WHERE id = ?").get(id);
      return row === undefined ? undefined : toContribution(row as Cells);
    },
    rows(id: string): StoredRow[] {
      const rows = db
        .prepare(
          'SELECT text, label, grp AS "group", salt FROM contribution_rows WHERE contribution_id = ? ORDER BY position',
        )
        .all(id);
      return rows as unknown as StoredRow[];
    },
    sign(id: string, signature: Hex): void {
      db.prepare("UPDATE contributions SET signature = ? WHERE id = ?").run(signature, id);
    },
    nextNonce(datanetId: bigint, contributor: Address): bigint {
      const row = db
        .prepare(
          "SELECT COALESCE(MAX(nonce), 0) + 1 AS nonce FROM contributions WHERE datanet_id = ? AND contributor = ?",
        )
        .get(datanetId.toString(), contributor);
      return BigInt(row?.nonce as number);
    },
    /** Contributions of a datanet that are in no published version yet, oldest first. */
    unpublished(datanetId: bigint): StoredContribution[] {
      const rows = db
        .prepare(
          `SELECT * FROM contributions WHERE datanet_id = ?1 AND id NOT IN (
             SELECT j.value FROM versions v JOIN drafts d ON d.manifest_hash = v.manifest_hash, json_each(d.contribution_ids) j
             WHERE v.datanet_id = ?1) ORDER BY rowid`,
        )
        .all(datanetId.toString());
      return (rows as Cells[]).map(toContribution);
    },
    saveDraft(
      manifestHash: Hex,
      datanetId: bigint,
      contributionIds: string[],
      manifestCid: string,
      grading: Grading,
    ): void {
      db.prepare(
        "INSERT OR REPLACE INTO drafts (manifest_hash, datanet_id, contribution_ids, manifest_cid, grading) VALUES (?, ?, ?, ?, ?)",
      ).run(manifestHash, datanetId.toString(), JSON.stringify(contributionIds), manifestCid, JSON.stringify(grading));
    },
    grading(manifestHash: Hex): Grading | undefined {
      const row = db.prepare("SELECT grading FROM drafts WHERE manifest_hash = ?").get(manifestHash);
      const stored = row?.grading ?? null;
      return stored === null ? undefined : (JSON.parse(stored as string) as Grading);
    },
    draft(manifestHash: Hex): string[] | undefined {
      const row = db.prepare("SELECT contribution_ids FROM drafts WHERE manifest_hash = ?").get(manifestHash);
      return row === undefined ? undefined : (JSON.parse(row.contribution_ids as string) as string[]);
    },
  };
}

export type ContributionStore = ReturnType<typeof createContributionStore>;
