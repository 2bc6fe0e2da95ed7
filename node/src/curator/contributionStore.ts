import type { Address, Hex } from "viem";
import type { Grading } from "../exam/grading.ts";
import type { Database } from "../platform/database.ts";
import { nextWritten } from "../platform/written.ts";

/** What a contributor signs for, without the rows. */
export interface Contribution {
  id: string;
  datanetId: bigint;
  contributor: Address;
  rowsRoot: Hex;
  rowCount: number;
  labels: Record<string, number>;
  metadata: Record<string, string>;
  metadataHash: Hex;
  nonce: bigint;
}

/** A contribution as it is kept: only with its contributor's signature. */
export interface StoredContribution extends Contribution {
  signature: Hex;
  createdAt: string;
}

export interface StoredRow {
  text: string;
  label: string;
  group: string;
  salt: Hex;
}

/** A version that was drafted here: its contributions in their order, and how its exam is graded. */
export interface VersionDraft {
  manifestHash: Hex;
  datanetId: bigint;
  contributionIds: string[];
  manifestCid: string;
  grading: Grading;
}

interface ContributionCells {
  id: string;
  datanet_id: string;
  contributor: Address;
  rows_root: Hex;
  row_count: number;
  labels: string;
  metadata: string;
  metadata_hash: Hex;
  nonce: number;
  signature: Hex;
  created_at: string;
}

function toContribution(row: ContributionCells): StoredContribution {
  return {
    id: row.id,
    datanetId: BigInt(row.datanet_id),
    contributor: row.contributor,
    rowsRoot: row.rows_root,
    rowCount: row.row_count,
    labels: JSON.parse(row.labels) as Record<string, number>,
    metadata: JSON.parse(row.metadata) as Record<string, string>,
    metadataHash: row.metadata_hash,
    nonce: BigInt(row.nonce),
    signature: row.signature,
    createdAt: row.created_at,
  };
}

/** Signed contributions, and drafts of versions. */
export function createContributionStore(db: Database) {
  return {
    /** Keeps a contribution with its rows; one that is kept already stays as it is. */
    async add(contribution: Contribution, signature: Hex, rows: StoredRow[], findings: unknown): Promise<void> {
      await db.transaction(async (tx) => {
        const { changes } = await tx.run(
          `INSERT INTO contributions (id, datanet_id, contributor, rows_root, row_count, labels, metadata, metadata_hash, nonce, signature, findings, created_at, written)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ${nextWritten("contributions")}) ON CONFLICT (id) DO NOTHING`,
          contribution.id,
          contribution.datanetId.toString(),
          contribution.contributor,
          contribution.rowsRoot,
          contribution.rowCount,
          JSON.stringify(contribution.labels),
          JSON.stringify(contribution.metadata),
          contribution.metadataHash,
          Number(contribution.nonce),
          signature,
          JSON.stringify(findings),
          new Date().toISOString(),
        );
        if (changes === 0) return;
        for (const [i, row] of rows.entries())
          await tx.run(
            "INSERT INTO contribution_rows (contribution_id, position, text, label, grp, salt) VALUES (?, ?, ?, ?, ?, ?)",
            contribution.id,
            i,
            row.text,
            row.label,
            row.group,
            row.salt,
          );
      });
    },
    async get(id: string): Promise<StoredContribution | undefined> {
      const row = await db.get<ContributionCells>("SELECT * FROM contributions WHERE id = ?", id);
      return row === undefined ? undefined : toContribution(row);
    },
    rows(id: string): Promise<StoredRow[]> {
      return db.all<StoredRow>(
        'SELECT text, label, grp AS "group", salt FROM contribution_rows WHERE contribution_id = ? ORDER BY position',
        id,
      );
    },
    /** Highest nonce that the contributor signed with on this datanet; 0 before the first. */
    async lastNonce(datanetId: bigint, contributor: Address): Promise<bigint> {
      const row = await db.get<{ nonce: number }>(
        "SELECT COALESCE(MAX(nonce), 0) AS nonce FROM contributions WHERE datanet_id = ? AND contributor = ?",
        datanetId.toString(),
        contributor,
      );
      return BigInt(row?.nonce ?? 0);
    },
    /** Contributions of a datanet that are in no published version yet, oldest first. */
    async unpublished(datanetId: bigint): Promise<StoredContribution[]> {
      const id = datanetId.toString();
      const [rows, published] = await Promise.all([
        db.all<ContributionCells>("SELECT * FROM contributions WHERE datanet_id = ? ORDER BY written", id),
        db.all<{ contribution_ids: string }>(
          "SELECT d.contribution_ids FROM versions v JOIN drafts d ON d.manifest_hash = v.manifest_hash WHERE v.datanet_id = ?",
          id,
        ),
      ]);
      const used = new Set(published.flatMap((draft) => JSON.parse(draft.contribution_ids) as string[]));
      return rows.filter((row) => !used.has(row.id)).map(toContribution);
    },
    async saveDraft({ manifestHash, datanetId, contributionIds, manifestCid, grading }: VersionDraft): Promise<void> {
      await db.run(
        `INSERT INTO drafts (manifest_hash, datanet_id, contribution_ids, manifest_cid, grading) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (manifest_hash) DO NOTHING`,
        manifestHash,
        datanetId.toString(),
        JSON.stringify(contributionIds),
        manifestCid,
        JSON.stringify(grading),
      );
    },
    /** The draft of a manifest; `grading` is undefined in one from before it could be chosen. */
    async draft(
      manifestHash: Hex,
    ): Promise<(Pick<VersionDraft, "contributionIds"> & { grading: Grading | undefined }) | undefined> {
      const row = await db.get<{ contribution_ids: string; grading: string | null }>(
        "SELECT contribution_ids, grading FROM drafts WHERE manifest_hash = ?",
        manifestHash,
      );
      if (row === undefined) return undefined;
      return {
        contributionIds: JSON.parse(row.contribution_ids) as string[],
        grading: row.grading === null ? undefined : (JSON.parse(row.grading) as Grading),
      };
    },
  };
}

export type ContributionStore = ReturnType<typeof createContributionStore>;
