import type { RootNode } from "@assay/sdk/hashing";
import type { Address, Hex } from "viem";
import type { Database, Migration } from "../platform/database.ts";

export const versionsMigration: Migration = {
  id: "evaluator-versions-1",
  sql: `CREATE TABLE versions (
    datanet_id TEXT NOT NULL, version INTEGER NOT NULL, manifest_cid TEXT NOT NULL, PRIMARY KEY (datanet_id, version)
  ) STRICT`,
};

export const evaluatorMigration: Migration = {
  id: "evaluator-1",
  sql: `
  CREATE TABLE models (model_id TEXT PRIMARY KEY, input TEXT NOT NULL) STRICT;
  CREATE TABLE exams (
    datanet_id TEXT NOT NULL, version INTEGER NOT NULL, manifest_cid TEXT NOT NULL, manifest_hash TEXT NOT NULL,
    holdout_root TEXT NOT NULL, PRIMARY KEY (datanet_id, version)
  ) STRICT;
  CREATE TABLE rounds (
    round_id TEXT PRIMARY KEY, model_id TEXT NOT NULL, state TEXT NOT NULL, redraw INTEGER NOT NULL, seed TEXT
  ) STRICT;
  CREATE TABLE own (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT;
  CREATE TABLE seats (
    round_id TEXT NOT NULL, seat INTEGER NOT NULL, state TEXT NOT NULL, wrap TEXT, result TEXT, PRIMARY KEY (round_id, seat)
  ) STRICT;
  CREATE TABLE reveals (
    round_id TEXT NOT NULL, seat INTEGER NOT NULL, root TEXT NOT NULL, lanes TEXT NOT NULL, PRIMARY KEY (round_id, seat)
  ) STRICT;`,
};

/**
 * Where a seat is: `drawn` waits for its key, `keyed` has it and evaluates, `evaluated` has a result to commit,
 * `committed` waits to reveal, `revealed` has shown it. `missed` came too late; `standby` is a reserve nobody needed;
 * `refused` could not open its exam and told the chain; `excluded` and `convicted` is what a judge did to it.
 */
export type SeatState =
  | "drawn"
  | "keyed"
  | "evaluated"
  | "committed"
  | "revealed"
  | "missed"
  | "standby"
  | "refused"
  | "excluded"
  | "convicted";

export interface StoredSeat {
  roundId: bigint;
  seat: number;
  modelId: bigint;
  /** how often the round was opened again before this draw */
  redraw: number;
  /** the draw's seed, part of every trial's randomness */
  seed: Hex;
  state: SeatState;
  wrap: Hex | undefined;
  result: SeatOutcome | undefined;
}

/** What an evaluation gave: the committed figures and the two documents, kept until the reveal. */
export interface SeatOutcome {
  root: Hex;
  /** the root by its two children, as reveal takes it */
  rootNode: RootNode;
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

/** Fields of an outcome that JSON has no number for. */
const WORDS = new Set(["lanes", "lanesLeft", "lanesRight"]);

function readOutcome(json: string): SeatOutcome {
  return JSON.parse(json, (key, value) => (WORDS.has(key) ? BigInt(value as string) : value)) as SeatOutcome;
}

function writeOutcome(outcome: SeatOutcome): string {
  return JSON.stringify(outcome, (_, value) => (typeof value === "bigint" ? value.toString() : value));
}

function toSeat(row: Cells): StoredSeat {
  return {
    roundId: BigInt(row.round_id as string),
    seat: row.seat as number,
    modelId: BigInt(row.model_id as string),
    redraw: row.redraw as number,
    seed: row.seed as Hex,
    state: row.state as SeatState,
    wrap: (row.wrap ?? undefined) as Hex | undefined,
    result: row.result === null ? undefined : readOutcome(row.result as string),
  };
}

/** One identity's memory of models, exams, its seats and the reveals of their rounds. Every write may be repeated. */
export function createSeatStore(db: Database) {
  const seatQuery = "SELECT s.*, r.model_id, r.redraw, r.seed FROM seats s JOIN rounds r ON r.round_id = s.round_id";
  return {
    async addModel(modelId: bigint, input: CandidateInput): Promise<void> {
      await db.run(
        "INSERT INTO models (model_id, input) VALUES (?, ?) ON CONFLICT (model_id) DO UPDATE SET input = excluded.input",
        modelId.toString(),
        JSON.stringify(input),
      );
    },
    async model(modelId: bigint): Promise<CandidateInput | undefined> {
      const row = await db.get<Cells>("SELECT input FROM models WHERE model_id = ?", modelId.toString());
      return row === undefined ? undefined : (JSON.parse(row.input as string) as CandidateInput);
    },
    async addExam(datanetId: bigint, version: number, exam: ExamCommitment): Promise<void> {
      await db.run(
        `INSERT INTO exams (datanet_id, version, manifest_cid, manifest_hash, holdout_root) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (datanet_id, version) DO UPDATE SET manifest_cid = excluded.manifest_cid,
           manifest_hash = excluded.manifest_hash, holdout_root = excluded.holdout_root`,
        datanetId.toString(),
        version,
        exam.manifestCid,
        exam.manifestHash,
        exam.holdoutRoot,
      );
    },
    async exam(datanetId: bigint, version: number): Promise<ExamCommitment | undefined> {
      const row = await db.get<Cells>(
        "SELECT * FROM exams WHERE datanet_id = ? AND version = ?",
        datanetId.toString(),
        version,
      );
      if (row === undefined) return undefined;
      return {
        manifestCid: row.manifest_cid as string,
        manifestHash: row.manifest_hash as Hex,
        holdoutRoot: row.holdout_root as Hex,
      };
    },
    async addVersion(datanetId: bigint, version: number, manifestCid: string): Promise<void> {
      await db.run(
        `INSERT INTO versions (datanet_id, version, manifest_cid) VALUES (?, ?, ?)
         ON CONFLICT (datanet_id, version) DO UPDATE SET manifest_cid = excluded.manifest_cid`,
        datanetId.toString(),
        version,
        manifestCid,
      );
    },
    /** CID of version.json. */
    async versionManifest(datanetId: bigint, version: number): Promise<string | undefined> {
      const row = await db.get<Cells>(
        "SELECT manifest_cid FROM versions WHERE datanet_id = ? AND version = ?",
        datanetId.toString(),
        version,
      );
      return row?.manifest_cid as string | undefined;
    },
    async addRound(roundId: bigint, modelId: bigint): Promise<void> {
      await db.run(
        "INSERT INTO rounds (round_id, model_id, state, redraw) VALUES (?, ?, 'running', 0) ON CONFLICT DO NOTHING",
        roundId.toString(),
        modelId.toString(),
      );
    },
    /** This identity's number in StakeManager, once it has staked. */
    async stakerId(): Promise<number | undefined> {
      return (await db.get<{ value: number }>("SELECT value FROM own WHERE name = 'stakerId'"))?.value;
    },
    async setStakerId(id: number): Promise<void> {
      await db.run(
        "INSERT INTO own (name, value) VALUES ('stakerId', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        id,
      );
    },
    /**
     * Notes a draw and this identity's seats in it. A later draw of the round replaces seats and reveals of the one
     * before; the same draw seen again changes nothing.
     */
    async addDraw(roundId: bigint, redraw: number, seed: Hex, seats: readonly number[]): Promise<void> {
      const id = roundId.toString();
      await db.transaction(async (tx) => {
        const known = await tx.get<{ seed: string | null }>("SELECT seed FROM rounds WHERE round_id = ?", id);
        if (known?.seed === seed) return;
        await tx.run("DELETE FROM seats WHERE round_id = ?", id);
        await tx.run("DELETE FROM reveals WHERE round_id = ?", id);
        await tx.run("UPDATE rounds SET redraw = ?, seed = ? WHERE round_id = ?", redraw, seed, id);
        for (const seat of seats)
          await tx.run("INSERT INTO seats (round_id, seat, state) VALUES (?, ?, 'drawn')", id, seat);
      });
    },
    async endRound(roundId: bigint): Promise<void> {
      await db.run("UPDATE rounds SET state = 'ended' WHERE round_id = ?", roundId.toString());
    },
    async addWrap(roundId: bigint, seat: number, wrap: Hex): Promise<void> {
      await db.run(
        "UPDATE seats SET state = 'keyed', wrap = ? WHERE round_id = ? AND seat = ? AND state = 'drawn'",
        wrap,
        roundId.toString(),
        seat,
      );
    },
    /** Keeps a seat's result, unless its round was drawn again meanwhile: the new seat has other trials to run. */
    async saveResult({ roundId, seat, seed }: StoredSeat, result: SeatOutcome): Promise<void> {
      await db.run(
        "UPDATE seats SET state = 'evaluated', result = ? WHERE round_id = ? AND seat = ? AND state = 'keyed' AND EXISTS (SELECT 1 FROM rounds r WHERE r.round_id = seats.round_id AND r.seed = ?)",
        writeOutcome(result),
        roundId.toString(),
        seat,
        seed,
      );
    },
    async setSeatState(roundId: bigint, seat: number, state: SeatState): Promise<void> {
      await db.run("UPDATE seats SET state = ? WHERE round_id = ? AND seat = ?", state, roundId.toString(), seat);
    },
    /** Seats of rounds that still run. */
    async runningSeats(): Promise<StoredSeat[]> {
      return (await db.all<Cells>(`${seatQuery} WHERE r.state = 'running' ORDER BY s.round_id, s.seat`)).map(toSeat);
    },
    /** This identity's seats in the newest draw of a round, running or not. */
    async seatsOf(roundId: bigint): Promise<StoredSeat[]> {
      return (await db.all<Cells>(`${seatQuery} WHERE s.round_id = ? ORDER BY s.seat`, roundId.toString())).map(toSeat);
    },
    /** The newest seats, running or not, for display. */
    async recentSeats(limit: number): Promise<(StoredSeat & { ended: boolean })[]> {
      const rows = await db.all<Cells>(
        `SELECT s.*, r.model_id, r.redraw, r.seed, r.state AS round_state FROM seats s JOIN rounds r ON r.round_id = s.round_id ORDER BY length(s.round_id) DESC, s.round_id DESC, s.seat LIMIT ?`,
        limit,
      );
      return rows.map((row) => ({ ...toSeat(row), ended: row.round_state === "ended" }));
    },
    async addReveal(roundId: bigint, seat: number, root: Hex, lanes: bigint): Promise<void> {
      await db.run(
        `INSERT INTO reveals (round_id, seat, root, lanes) VALUES (?, ?, ?, ?)
         ON CONFLICT (round_id, seat) DO UPDATE SET root = excluded.root, lanes = excluded.lanes`,
        roundId.toString(),
        seat,
        root,
        lanes.toString(),
      );
    },
    /** A convicted seat's result no longer counts. */
    async dropReveal(roundId: bigint, seat: number): Promise<void> {
      await db.run("DELETE FROM reveals WHERE round_id = ? AND seat = ?", roundId.toString(), seat);
    },
    /** Revealed results of a round in seat order, as finalize takes them. */
    async reveals(roundId: bigint): Promise<{ seat: number; root: Hex; lanes: bigint }[]> {
      const rows = await db.all<Cells>(
        "SELECT seat, root, lanes FROM reveals WHERE round_id = ? ORDER BY seat",
        roundId.toString(),
      );
      return rows.map((row) => ({
        seat: row.seat as number,
        root: row.root as Hex,
        lanes: BigInt(row.lanes as string),
      }));
    },
  };
}

export type SeatStore = ReturnType<typeof createSeatStore>;
