import type { Address, Hex } from "viem";
import type { Database, Migration } from "../storage/database.ts";

export const evaluatorMigration: Migration = {
  id: "evaluator-1",
  sql: `
  CREATE TABLE models (model_id TEXT PRIMARY KEY, input TEXT NOT NULL) STRICT;
  CREATE TABLE exams (
    datanet_id TEXT NOT NULL, version INTEGER NOT NULL, manifest_cid TEXT NOT NULL, manifest_hash TEXT NOT NULL,
    holdout_root TEXT NOT NULL, PRIMARY KEY (datanet_id, version)
  ) STRICT;
  CREATE TABLE rounds (round_id TEXT PRIMARY KEY, model_id TEXT NOT NULL, state TEXT NOT NULL) STRICT;
  CREATE TABLE seats (
    round_id TEXT NOT NULL, seat INTEGER NOT NULL, state TEXT NOT NULL, wrap TEXT, root TEXT, lanes TEXT,
    transcript TEXT, report TEXT, PRIMARY KEY (round_id, seat)
  ) STRICT;
  CREATE TABLE reveals (
    round_id TEXT NOT NULL, seat INTEGER NOT NULL, root TEXT NOT NULL, lanes TEXT NOT NULL, PRIMARY KEY (round_id, seat)
  ) STRICT;`,
};

/**
 * Where a seat is: `drawn` waits for its key, `keyed` has it and evaluates, `evaluated` has a result to commit,
 * `committed` waits to reveal, `revealed` has shown it. `missed` came too late.
 */
export type SeatState = "drawn" | "keyed" | "evaluated" | "committed" | "revealed" | "missed";

export interface StoredSeat {
  roundId: bigint;
  seat: number;
  modelId: bigint;
  state: SeatState;
  wrap: Hex | undefined;
  result: SeatOutcome | undefined;
}

/** What an evaluation gave: the committed figures and the two documents, kept until the reveal. */
export interface SeatOutcome {
  root: Hex;
  lanes: bigint;
  /** canonical JSON of transcript.json and report.json */
  transcript: string;
  report: string;
}

/** The part of ModelRegistered an evaluation needs. */
export interface CandidateInput {
  baseId: Hex;
  adapterHash: Hex;
  runManifestHash: Hex;
  adapterCid: string;
  runCid: string;
  maxTemperatureMilli: number;
  publisher: Address;
}

export interface ExamCommitment {
  manifestCid: string;
  manifestHash: Hex;
  holdoutRoot: Hex;
}

type Cells = Record<string, string | number | bigint | null>;

function toSeat(row: Cells): StoredSeat {
  const { root, lanes, transcript, report } = row;
  return {
    roundId: BigInt(row.round_id as string),
    seat: row.seat as number,
    modelId: BigInt(row.model_id as string),
    state: row.state as SeatState,
    wrap: (row.wrap ?? undefined) as Hex | undefined,
    result:
      root === null
        ? undefined
        : {
            root: root as Hex,
            lanes: BigInt(lanes as string),
            transcript: transcript as string,
            report: report as string,
          },
  };
}

/** One identity's memory of models, exams, its seats and the reveals of their rounds. Every write may be repeated. */
export function createSeatStore(db: Database) {
  const seatQuery = "SELECT s.*, r.model_id FROM seats s JOIN rounds r ON r.round_id = s.round_id";
  return {
    addModel(modelId: bigint, input: CandidateInput): void {
      db.prepare("INSERT OR REPLACE INTO models (model_id, input) VALUES (?, ?)").run(
        modelId.toString(),
        JSON.stringify(input),
      );
    },
    model(modelId: bigint): CandidateInput | undefined {
      const row = db.prepare("SELECT input FROM models WHERE model_id = ?").get(modelId.toString());
      return row === undefined ? undefined : (JSON.parse(row.input as string) as CandidateInput);
    },
    addExam(datanetId: bigint, version: number, exam: ExamCommitment): void {
      db.prepare(
        "INSERT OR REPLACE INTO exams (datanet_id, version, manifest_cid, manifest_hash, holdout_root) VALUES (?, ?, ?, ?, ?)",
      ).run(datanetId.toString(), version, exam.manifestCid, exam.manifestHash, exam.holdoutRoot);
    },
    exam(datanetId: bigint, version: number): ExamCommitment | undefined {
      const row = db
        .prepare("SELECT * FROM exams WHERE datanet_id = ? AND version = ?")
        .get(datanetId.toString(), version);
      if (row === undefined) return undefined;
      return {
        manifestCid: row.manifest_cid as string,
        manifestHash: row.manifest_hash as Hex,
        holdoutRoot: row.holdout_root as Hex,
      };
    },
    addRound(roundId: bigint, modelId: bigint): void {
      db.prepare("INSERT OR IGNORE INTO rounds (round_id, model_id, state) VALUES (?, ?, 'running')").run(
        roundId.toString(),
        modelId.toString(),
      );
    },
    endRound(roundId: bigint): void {
      db.prepare("UPDATE rounds SET state = 'ended' WHERE round_id = ?").run(roundId.toString());
    },
    addSeat(roundId: bigint, seat: number): void {
      db.prepare("INSERT OR IGNORE INTO seats (round_id, seat, state) VALUES (?, ?, 'drawn')").run(
        roundId.toString(),
        seat,
      );
    },
    addWrap(roundId: bigint, seat: number, wrap: Hex): void {
      db.prepare("UPDATE seats SET state = 'keyed', wrap = ? WHERE round_id = ? AND seat = ? AND state = 'drawn'").run(
        wrap,
        roundId.toString(),
        seat,
      );
    },
    saveResult(roundId: bigint, seat: number, result: SeatOutcome): void {
      db.prepare(
        "UPDATE seats SET state = 'evaluated', root = ?, lanes = ?, transcript = ?, report = ? WHERE round_id = ? AND seat = ? AND state = 'keyed'",
      ).run(result.root, result.lanes.toString(), result.transcript, result.report, roundId.toString(), seat);
    },
    setSeatState(roundId: bigint, seat: number, state: SeatState): void {
      db.prepare("UPDATE seats SET state = ? WHERE round_id = ? AND seat = ?").run(state, roundId.toString(), seat);
    },
    /** Seats of rounds that still run. */
    runningSeats(): StoredSeat[] {
      return (db.prepare(`${seatQuery} WHERE r.state = 'running' ORDER BY s.round_id, s.seat`).all() as Cells[]).map(
        toSeat,
      );
    },
    /** The newest seats, running or not, for display. */
    recentSeats(limit: number): (StoredSeat & { ended: boolean })[] {
      const rows = db
        .prepare(
          `SELECT s.*, r.model_id, r.state AS round_state FROM seats s JOIN rounds r ON r.round_id = s.round_id ORDER BY CAST(s.round_id AS INTEGER) DESC, s.seat LIMIT ?`,
        )
        .all(limit);
      return (rows as Cells[]).map((row) => ({ ...toSeat(row), ended: row.round_state === "ended" }));
    },
    addReveal(roundId: bigint, seat: number, root: Hex, lanes: bigint): void {
      db.prepare("INSERT OR REPLACE INTO reveals (round_id, seat, root, lanes) VALUES (?, ?, ?, ?)").run(
        roundId.toString(),
        seat,
        root,
        lanes.toString(),
      );
    },
    /** Revealed results of a round in seat order, as finalize takes them. */
    reveals(roundId: bigint): { seat: number; root: Hex; lanes: bigint }[] {
      const rows = db
        .prepare("SELECT seat, root, lanes FROM reveals WHERE round_id = ? ORDER BY seat")
        .all(roundId.toString());
      return (rows as Cells[]).map((row) => ({
        seat: row.seat as number,
        root: row.root as Hex,
        lanes: BigInt(row.lanes as string),
      }));
    },
  };
}

export type SeatStore = ReturnType<typeof createSeatStore>;
