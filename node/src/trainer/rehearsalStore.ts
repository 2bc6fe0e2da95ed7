import type { RehearsalResult } from "@assay/sdk/documents";
import { AssayError } from "@assay/sdk/errors";
import type { Hex } from "viem";
import type { Database, Migration } from "../platform/database.ts";
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
export function createRehearsalStore(db: Database) {
  const get = async (id: string): Promise<StoredRehearsal | undefined> => {
    const row = await db.get<Row>("SELECT * FROM rehearsals WHERE id = ?", id);
    return row === undefined ? undefined : toRehearsal(row);
  };
  return {
    get,
    /** A run's rehearsals in the order they were asked for. */
    async ofJob(jobId: string): Promise<StoredRehearsal[]> {
      return (await db.all<Row>("SELECT * FROM rehearsals WHERE job_id = ? ORDER BY place", jobId)).map(toRehearsal);
    },
    /**
     * Stores a new one; from here on it counts. The one that is already in its place with as many items is given back.
     * @throws AssayError rehearsal_index when its place is not the run's next
     */
    async add(
      rehearsal: Pick<StoredRehearsal, "id" | "jobId" | "index" | "items" | "seed" | "rules">,
    ): Promise<StoredRehearsal> {
      const { id, jobId, index, items, seed, rules } = rehearsal;
      return await db.transaction(async (tx) => {
        const known = await tx.all<Row>("SELECT * FROM rehearsals WHERE job_id = ? ORDER BY place", jobId);
        const same = known[index];
        if (same?.items === items) return toRehearsal(same);
        if (index !== known.length)
          throw new AssayError(`index must be ${known.length}, the run's next rehearsal; sign again.`, {
            code: "rehearsal_index",
            status: 409,
            field: "index",
          });
        await tx.run(
          "INSERT INTO rehearsals (id, job_id, place, state, items, seed, rules, created_at) VALUES (?, ?, ?, 'queued', ?, ?, ?, ?)",
          id,
          jobId,
          index,
          items,
          seed,
          JSON.stringify(rules),
          new Date().toISOString(),
        );
        const row = await tx.get<Row>("SELECT * FROM rehearsals WHERE id = ?", id);
        if (row === undefined) throw new Error(`rehearsal ${id} was not stored`);
        return toRehearsal(row);
      });
    },
    /**
     * Takes the one to run next: one that was running when the process died, else the oldest queued one. `taken` hears
     * of it before anything else can be asked of this store, so that none is both cancelled in the queue and run.
     */
    async take(taken: (rehearsal: StoredRehearsal) => void): Promise<StoredRehearsal | undefined> {
      return await db.transaction(async (tx) => {
        const row = await tx.get<Row>(
          "SELECT * FROM rehearsals WHERE state IN ('running', 'queued') ORDER BY state DESC, rowid LIMIT 1",
        );
        if (row === undefined) return undefined;
        const rehearsal: StoredRehearsal = { ...toRehearsal(row), state: "running" };
        await tx.run("UPDATE rehearsals SET state = 'running' WHERE id = ?", rehearsal.id);
        taken(rehearsal);
        return rehearsal;
      });
    },
    /** Ends one that still waits its turn; false when it does not. */
    async cancelQueued(id: string, error: { code: string; message: string }): Promise<boolean> {
      const { changes } = await db.run(
        "UPDATE rehearsals SET state = 'cancelled', error = ?, finished_at = ? WHERE id = ? AND state = 'queued'",
        JSON.stringify(error),
        new Date().toISOString(),
        id,
      );
      return changes > 0;
    },
    /** The first end stands. */
    async finish(id: string, state: "done" | "failed" | "cancelled", outcome: RehearsalOutcome): Promise<void> {
      await db.run(
        "UPDATE rehearsals SET state = ?, result = ?, error = ?, cpu_seconds = ?, finished_at = ? WHERE id = ? AND state IN ('queued', 'running')",
        state,
        outcome.result === undefined ? null : JSON.stringify(outcome.result),
        outcome.error === undefined ? null : JSON.stringify(outcome.error),
        outcome.cpuSeconds,
        new Date().toISOString(),
        id,
      );
    },
    /** The newest result on a datanet from this base by this method; undefined when there is none. */
    async newestLike(like: { datanet: string; base: string; method: string }): Promise<StoredRehearsal | undefined> {
      const row = await db.get<Row>(
        `SELECT rehearsals.* FROM rehearsals JOIN jobs ON jobs.id = rehearsals.job_id
           WHERE rehearsals.state = 'done' AND json_extract(jobs.job, '$.datanet') = ?
             AND json_extract(jobs.job, '$.base') = ? AND json_extract(jobs.job, '$.method') = ?
           ORDER BY rehearsals.rowid DESC LIMIT 1`,
        like.datanet,
        like.base,
        like.method,
      );
      return row === undefined ? undefined : toRehearsal(row);
    },
  };
}

export type RehearsalStore = ReturnType<typeof createRehearsalStore>;
