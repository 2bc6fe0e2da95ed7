import type { Address, Hex } from "viem";
import type { ExamBatchPlain, PublicBatch } from "../exam/batch.ts";
import type { BuiltExam } from "../exam/sealExam.ts";
import type { Database } from "../platform/database.ts";

/** `published`: rows on chain; `built`: exam made, not sealed on chain yet; `failed`: it will never be sealed. */
export type VersionState = "published" | "built" | "sealed" | "failed";

/** Why the last try to seal a version failed. */
export interface SealingFailure {
  code: string;
  message: string;
}

export interface StoredVersion {
  datanetId: bigint;
  version: number;
  manifestHash: Hex;
  /** epoch of its publication; the hold-out is picked by the seed of the next */
  epoch: number;
  state: VersionState;
  /** in state `failed` the last one; before that, the one after which it is tried again */
  failure: SealingFailure | undefined;
  built: Pick<BuiltExam, "seed" | "splits" | "bundle" | "holdout"> | undefined;
  versionKey: Hex | undefined;
}

export interface StoredBatch {
  key: Hex;
  public: PublicBatch;
  plain: ExamBatchPlain;
}

export interface StoredDatanet {
  datanetId: bigint;
  curator: Address;
  custodian: Address;
  metadataCid: string;
}

interface VersionCells {
  datanet_id: string;
  version: number;
  manifest_hash: Hex;
  epoch: number;
  state: VersionState;
  error: string | null;
  error_code: string | null;
  built: string | null;
  version_key: Hex | null;
}

function toVersion(row: VersionCells): StoredVersion {
  const { error, error_code: code } = row;
  return {
    datanetId: BigInt(row.datanet_id),
    version: row.version,
    manifestHash: row.manifest_hash,
    epoch: row.epoch,
    state: row.state,
    failure: error === null || code === null ? undefined : { code, message: error },
    built: row.built === null ? undefined : (JSON.parse(row.built) as NonNullable<StoredVersion["built"]>),
    versionKey: row.version_key ?? undefined,
  };
}

/** Datanets, versions and batches as the custodian follows them. Every write may be repeated. */
export function createVersionStore(db: Database) {
  return {
    async addDatanet({ datanetId, curator, custodian, metadataCid }: StoredDatanet): Promise<void> {
      await db.run(
        `INSERT INTO datanets (datanet_id, curator, custodian, metadata_cid) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (datanet_id) DO UPDATE SET curator = ?2, custodian = ?3, metadata_cid = ?4`,
        datanetId.toString(),
        curator,
        custodian,
        metadataCid,
      );
    },
    async datanet(datanetId: bigint): Promise<StoredDatanet | undefined> {
      const row = await db.get<{ curator: Address; custodian: Address; metadata_cid: string }>(
        "SELECT curator, custodian, metadata_cid FROM datanets WHERE datanet_id = ?",
        datanetId.toString(),
      );
      if (row === undefined) return undefined;
      return { datanetId, curator: row.curator, custodian: row.custodian, metadataCid: row.metadata_cid };
    },
    /** Datanets with an exam of ours on chain. */
    async sealedDatanets(): Promise<bigint[]> {
      const rows = await db.all<{ datanet_id: string }>(
        "SELECT DISTINCT datanet_id FROM versions WHERE state = 'sealed'",
      );
      return rows.map((row) => BigInt(row.datanet_id));
    },
    async addVersion(datanetId: bigint, version: number, manifestHash: Hex, epoch: number): Promise<void> {
      await db.run(
        `INSERT INTO versions (datanet_id, version, manifest_hash, epoch, state) VALUES (?, ?, ?, ?, 'published')
         ON CONFLICT (datanet_id, version) DO NOTHING`,
        datanetId.toString(),
        version,
        manifestHash,
        epoch,
      );
    },
    async version(datanetId: bigint, version: number): Promise<StoredVersion | undefined> {
      const row = await db.get<VersionCells>(
        "SELECT * FROM versions WHERE datanet_id = ? AND version = ?",
        datanetId.toString(),
        version,
      );
      return row === undefined ? undefined : toVersion(row);
    },
    async versionsIn(...states: VersionState[]): Promise<StoredVersion[]> {
      const places = states.map(() => "?").join(", ");
      const rows = await db.all<VersionCells>(
        `SELECT * FROM versions WHERE state IN (${places}) ORDER BY datanet_id, version`,
        ...states,
      );
      return rows.map(toVersion);
    },
    /** Stores the exam of a published version; a version further on stays as it is. */
    async saveExam(datanetId: bigint, version: number, exam: BuiltExam): Promise<void> {
      const { seed, splits, bundle, holdout, versionKey, batches } = exam;
      await db.transaction(async (tx) => {
        const { changes } = await tx.run(
          `UPDATE versions SET state = 'built', built = ?, version_key = ?, error = NULL, error_code = NULL
           WHERE datanet_id = ? AND version = ? AND state = 'published'`,
          JSON.stringify({ seed, splits, bundle, holdout }),
          versionKey,
          datanetId.toString(),
          version,
        );
        if (changes === 0) return;
        for (const batch of batches)
          await tx.run(
            "INSERT INTO batches (datanet_id, version, batch_id, key, public, items) VALUES (?, ?, ?, ?, ?, ?)",
            datanetId.toString(),
            version,
            batch.public.batchId,
            batch.key,
            JSON.stringify(batch.public),
            JSON.stringify(batch.plain),
          );
      });
    },
    /** The exam is on chain. */
    async markSealed(datanetId: bigint, version: number): Promise<void> {
      await db.run(
        "UPDATE versions SET state = 'sealed', error = NULL, error_code = NULL WHERE datanet_id = ? AND version = ?",
        datanetId.toString(),
        version,
      );
    },
    /**
     * Notes why a try to seal failed, or with undefined that nothing is wrong any more. `ended` says that there is no
     * other try. Returns whether it changed anything; a version that is sealed or has ended stays as it is.
     */
    async noteFailure(
      datanetId: bigint,
      version: number,
      failure: (SealingFailure & { ended: boolean }) | undefined,
    ): Promise<boolean> {
      const { changes } = await db.run(
        `UPDATE versions SET error_code = ?1, error = ?2, state = CASE WHEN ?3 = 1 THEN 'failed' ELSE state END
         WHERE datanet_id = ?4 AND version = ?5 AND state IN ('published', 'built')
           AND (error_code IS DISTINCT FROM ?1 OR error IS DISTINCT FROM ?2 OR ?3 = 1)`,
        failure?.code ?? null,
        failure?.message ?? null,
        failure?.ended === true ? 1 : 0,
        datanetId.toString(),
        version,
      );
      return changes > 0;
    },
    async batches(datanetId: bigint, version: number): Promise<StoredBatch[]> {
      const rows = await db.all<{ key: Hex; public: string; items: string }>(
        "SELECT key, public, items FROM batches WHERE datanet_id = ? AND version = ? ORDER BY batch_id",
        datanetId.toString(),
        version,
      );
      return rows.map((row) => ({
        key: row.key,
        public: JSON.parse(row.public) as PublicBatch,
        plain: JSON.parse(row.items) as ExamBatchPlain,
      }));
    },
  };
}

export type VersionStore = ReturnType<typeof createVersionStore>;
