import type { RehearsalResult } from "@assay/sdk/documents";
import type { Hex } from "viem";
import type { Migration, SyncDatabase } from "../platform/sqlite.ts";
import type { RoundRules } from "./roundRules.ts";

/** `queued` waits its turn; `running` is gone on with after a kill; the rest is final. */
export type RehearsalState = "queued" | "running" | "done" | "failed" | "cancelled";

/** One rehearsal as stored; `rules` are those of the round it is a forecast of, as they stood when it was asked for. */
export interface StoredRehearsal {
  id: string;
  jobId: string;
  index: number;
  state: RehearsalState;
  items: number;
  seed: Hex;
  rules: RoundRules;
  result: RehearsalResult | undefined;
  error: { code: string; message: string } | undefined;
  createdAt: string;
  finishedAt: string | undefined;
}

/** An end: what came out, or why nothing did, and what it cost. */
export interface RehearsalOutcome {
  result?: RehearsalResult;
  error?: { code: string; message: string };
  cpuSeconds: number;
}

export const rehearsalMigration: Migration = {
  id: "trainer-rehearsals-1",
  sql: `CREATE TABLE rehearsals (
    id TEXT PRIMARY KEY,
    job_id TEXT NOT NULL REFERENCES jobs (id),
    place INTEGER NOT NULL,
    state TEXT NOT NULL,
    items INTEGER NOT NULL,
    seed TEXT NOT NULL,
    rules TEXT NOT NULL,
    result TEXT,
    error TEXT,
    cpu_seconds REAL NOT NULL DEFAULT 0,
    created_at TEXT NOT NULL,
    finished_at TEXT,
    UNIQUE (job_id, place)
  ) STRICT;`,
};

type Row = Record<string, string | number | null>;

function toRehearsal(row: Row): StoredRehearsal {
  const json = (value: Row[string] | undefined) => (value == null ? undefined : JSON.parse(String(value)));
  return {
    id: String(row.id),
    jobId: String(row.job_id),
    index: Number(row.place),
    state: row.state as RehearsalState,
    items: Number(row.items),
    seed: row.seed as Hex,
    rules: json(row.rules) as RoundRules,
    result: json(row.result) as RehearsalResult | undefined,
    error: json(row.error) as StoredRehearsal["error"],
    createdAt: String(row.created_at),
    finishedAt: row.finished_at == null ? undefined : String(row.finished_at),
  };
}

/** The trainer's rehearsals. Nothing in here leaves this machine. */
export function createRehearsalStore(db: SyncDatabase) {
  const get = (id: string): StoredRehearsal | undefined => {
    const row = db.prepare("SELECT * FROM rehearsals WHERE id = ?").get(id);
    return row === undefined ? undefined : toRehearsal(row as Row);
  };
  return {
    get,
    /** A run's rehearsals in the order they were asked for. */
    ofJob(jobId: string): StoredRehearsal[] {
      return (db.prepare("SELECT * FROM rehearsals WHERE job_id = ? ORDER BY place").all(jobId) as Row[]).map(
        toRehearsal,
      );
    },
    /** Stores a new one; from here on it counts. */
    add(rehearsal: Pick<StoredRehearsal, "id" | "jobId" | "index" | "items" | "seed" | "rules">): StoredRehearsal {
      const { id, jobId, index, items, seed, rules } = rehearsal;
      db.prepare(
        "INSERT INTO rehearsals (id, job_id, place, state, items, seed, rules, created_at) VALUES (?, ?, ?, 'queued', ?, ?, ?, ?)",
      ).run(id, jobId, index, items, seed, JSON.stringify(rules), new Date().toISOString());
      return get(id) as StoredRehearsal;
    },
    /** The one to run next: one that was running when the process died, else the oldest queued one. */
    next(): StoredRehearsal | undefined {
      const row = db
        .prepare("SELECT * FROM rehearsals WHERE state IN ('running', 'queued') ORDER BY state DESC, rowid LIMIT 1")
        .get();
      return row === undefined ? undefined : toRehearsal(row as Row);
    },
    setRunning(id: string): void {
      db.prepare("UPDATE rehearsals SET state = 'running' WHERE id = ? AND state = 'queued'").run(id);
    },
    /** The first end stands. */
    finish(id: string, state: "done" | "failed" | "cancelled", outcome: RehearsalOutcome): void {
      db.prepare(
        "UPDATE rehearsals SET state = ?, result = ?, error = ?, cpu_seconds = ?, finished_at = ? WHERE id = ? AND state IN ('queued', 'running')",
      ).run(
        state,
        outcome.result === undefined ? null : JSON.stringify(outcome.result),
        outcome.error === undefined ? null : JSON.stringify(outcome.error),
        outcome.cpuSeconds,
        new Date().toISOString(),
        id,
      );
    },
    /** The newest result on a datanet from this base by this method; undefined when there is none. */
    newestLike(like: { datanet: string; base: string; method: string }): StoredRehearsal | undefined {
      const row = db
        .prepare(
          `SELECT rehearsals.* FROM rehearsals JOIN jobs ON jobs.id = rehearsals.job_id
           WHERE rehearsals.state = 'done' AND json_extract(jobs.job, '$.datanet') = ?
             AND json_extract(jobs.job, '$.base') = ? AND json_extract(jobs.job, '$.method') = ?
           ORDER BY rehearsals.rowid DESC LIMIT 1`,
        )
        .get(like.datanet, like.base, like.method);
      return row === undefined ? undefined : toRehearsal(row as Row);
    },
  };
}

export type RehearsalStore = ReturnType<typeof createRehearsalStore>;
