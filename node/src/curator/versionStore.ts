import type { Address, Hex } from "viem";
import type { BuiltExam, ExamBatchPlain, PublicBatch } from "../exam/exam.ts";
import { type SyncDatabase, transaction } from "../platform/sqlite.ts";

/** `published`: rows on chain; `built`: exam made, not sealed on chain yet; `failed`: can't be sealed, `error` says why. */
export type VersionState = "published" | "built" | "sealed" | "failed";

export interface StoredVersion {
  datanetId: bigint;
  version: number;
  manifestHash: Hex;
  /** epoch of its publication; the hold-out is picked by the seed of the next */
  epoch: number;
  state: VersionState;
  error: string | undefined;
  built: Pick<BuiltExam, "seed" | "splits" | "bundle" | "holdout"> | undefined;
  versionKey: Hex | undefined;
}

export interface StoredBatch {
  key: Hex;
  public: PublicBatch;
  plain: ExamBatchPlain;
}

/** `open` until drawn, `drawn` until keys are posted, `keyed` until it ends, `ended` until its batch is retired. */
export type RoundState = "open" | "drawn" | "keyed" | "ended" | "closed";

export interface StoredRound {
  roundId: bigint;
  state: RoundState;
  /** epoch in which it was opened; it is drawn by the seed of a later one */
  epoch: number;
  /** how often it was opened again on the same batch */
  redraw: number;
  datanetId: bigint | undefined;
  version: number | undefined;
  batchId: number | undefined;
  /** staker numbers, primaries first, then reserves */
  stakerIds: number[];
}

/** The part of RoundDrawn that releasing keys needs. */
export interface Draw {
  roundId: bigint;
  datanetId: bigint;
  version: number;
  batchId: number;
  stakerIds: readonly number[];
}

export interface StoredDatanet {
  datanetId: bigint;
  curator: Address;
  custodian: Address;
  metadataCid: string;
}

type Cells = Record<string, string | number | bigint | null>;

function toVersion(row: Cells): StoredVersion {
  return {
    datanetId: BigInt(row.datanet_id as string),
    version: row.version as number,
    manifestHash: row.manifest_hash as Hex,
    epoch: row.epoch as number,
    state: row.state as VersionState,
    error: (row.error ?? undefined) as string | undefined,
    built: row.built === null ? undefined : (JSON.parse(row.built as string) as NonNullable<StoredVersion["built"]>),
    versionKey: (row.version_key ?? undefined) as Hex | undefined,
  };
}

function toRound(row: Cells): StoredRound {
  return {
    roundId: BigInt(row.round_id as string),
    state: row.state as RoundState,
    epoch: row.epoch as number,
    redraw: row.redraw as number,
    datanetId: row.datanet_id === null ? undefined : BigInt(row.datanet_id as string),
    version: (row.version ?? undefined) as number | undefined,
    batchId: (row.batch_id ?? undefined) as number | undefined,
    stakerIds: row.seats === null ? [] : (JSON.parse(row.seats as string) as number[]),
  };
}

/** Versions, batches and rounds as the custodian follows them. Every write may be repeated. */
export function createVersionStore(db: SyncDatabase) {
  return {
    addDatanet({ datanetId, curator, custodian, metadataCid }: StoredDatanet): void {
      db.prepare(
        "INSERT OR REPLACE INTO datanets (datanet_id, curator, custodian, metadata_cid) VALUES (?, ?, ?, ?)",
      ).run(datanetId.toString(), curator, custodian, metadataCid);
    },
    datanet(datanetId: bigint): StoredDatanet | undefined {
      const row = db.prepare("SELECT * FROM datanets WHERE datanet_id = ?").get(datanetId.toString());
      if (row === undefined) return undefined;
      return {
        datanetId,
        curator: row.curator as Address,
        custodian: row.custodian as Address,
        metadataCid: row.metadata_cid as string,
      };
    },
    /** Datanets with an exam of ours on chain. */
    sealedDatanets(): bigint[] {
      const rows = db.prepare("SELECT DISTINCT datanet_id FROM versions WHERE state = 'sealed'").all() as Cells[];
      return rows.map((row) => BigInt(row.datanet_id as string));
    },
    addVersion(datanetId: bigint, version: number, manifestHash: Hex, epoch: number): void {
      db.prepare(
        "INSERT OR IGNORE INTO versions (datanet_id, version, manifest_hash, epoch, state) VALUES (?, ?, ?, ?, 'published')",
      ).run(datanetId.toString(), version, manifestHash, epoch);
    },
    version(datanetId: bigint, version: number): StoredVersion | undefined {
      const row = db
        .prepare("SELECT * FROM versions WHERE datanet_id = ? AND version = ?")
        .get(datanetId.toString(), version);
      return row === undefined ? undefined : toVersion(row as Cells);
    },
    versionsIn(state: VersionState): StoredVersion[] {
      return (db.prepare("SELECT * FROM versions WHERE state = ?").all(state) as Cells[]).map(toVersion);
    },
    saveExam(datanetId: bigint, version: number, exam: BuiltExam): void {
      const { seed, splits, bundle, holdout, versionKey, batches } = exam;
      transaction(db, () => {
        db.prepare(
          "UPDATE versions SET state = 'built', built = ?, version_key = ? WHERE datanet_id = ? AND version = ?",
        ).run(JSON.stringify({ seed, splits, bundle, holdout }), versionKey, datanetId.toString(), version);
        const insert = db.prepare(
          "INSERT INTO batches (datanet_id, version, batch_id, key, public, items) VALUES (?, ?, ?, ?, ?, ?)",
        );
        for (const batch of batches)
          insert.run(
            datanetId.toString(),
            version,
            batch.public.batchId,
            batch.key,
            JSON.stringify(batch.public),
            JSON.stringify(batch.plain),
          );
      });
    },
    setVersionState(datanetId: bigint, version: number, state: VersionState, error?: string): void {
      db.prepare("UPDATE versions SET state = ?, error = ? WHERE datanet_id = ? AND version = ?").run(
        state,
        error ?? null,
        datanetId.toString(),
        version,
      );
    },
    batches(datanetId: bigint, version: number): StoredBatch[] {
      const rows = db
        .prepare("SELECT key, public, items FROM batches WHERE datanet_id = ? AND version = ? ORDER BY batch_id")
        .all(datanetId.toString(), version);
      return (rows as Cells[]).map((row) => ({
        key: row.key as Hex,
        public: JSON.parse(row.public as string) as PublicBatch,
        plain: JSON.parse(row.items as string) as ExamBatchPlain,
      }));
    },
    addRound(roundId: bigint, epoch: number): void {
      db.prepare("INSERT OR IGNORE INTO rounds (round_id, state, epoch, redraw) VALUES (?, 'open', ?, 0)").run(
        roundId.toString(),
        epoch,
      );
    },
    /** The round lacked results: its batch is drawn for again. A reopening seen twice changes nothing. */
    reopenRound(roundId: bigint, redraw: number, epoch: number): void {
      db.prepare("UPDATE rounds SET state = 'open', redraw = ?, epoch = ? WHERE round_id = ? AND redraw < ?").run(
        redraw,
        epoch,
        roundId.toString(),
        redraw,
      );
    },
    drawRound({ roundId, datanetId, version, batchId, stakerIds }: Draw): void {
      db.prepare(
        "UPDATE rounds SET state = 'drawn', datanet_id = ?, version = ?, batch_id = ?, seats = ? WHERE round_id = ? AND state = 'open'",
      ).run(datanetId.toString(), version, batchId, JSON.stringify(stakerIds), roundId.toString());
    },
    /** Moves a round on from one of `from`; a round further on stays where it is. */
    moveRound(roundId: bigint, from: RoundState[], to: RoundState): void {
      db.prepare(`UPDATE rounds SET state = ? WHERE round_id = ? AND state IN (${from.map(() => "?").join(",")})`).run(
        to,
        roundId.toString(),
        ...from,
      );
    },
    roundsIn(state: RoundState): StoredRound[] {
      return (db.prepare("SELECT * FROM rounds WHERE state = ?").all(state) as Cells[]).map(toRound);
    },
  };
}

export type VersionStore = ReturnType<typeof createVersionStore>;
