import type { TrainingResult } from "@assay/sdk/api";
import type { JobDocument } from "@assay/sdk/documents";
import { AssayError } from "@assay/sdk/errors";
import type { Address } from "viem";
import type { Database, Migration } from "../platform/database.ts";

/** `queued` waits its turn; `running` is resumed after a kill; the rest is final. */
export type JobState = "queued" | "running" | "done" | "failed" | "cancelled";

/** One training job as stored. JSON fields are kept as text and parsed on the way out. */
export interface StoredJob {
  id: string;
  state: JobState;
  stage: string;
  job: JobDocument;
  jobHash: string;
  requester: Address;
  result: TrainingResult | undefined;
  error: { code: string; message: string } | undefined;
  createdAt: string;
  finishedAt: string | undefined;
}

/** One line of a job's history. Ids count from 1 without gaps, so a stream can be replayed from any of them. */
export interface JobEventRow {
  id: number;
  event: { type: string; [field: string]: unknown };
}

type JobEnd = "done" | "failed" | "cancelled";
type JobFault = { code: string; message: string };
/** What a job came to. */
interface JobOutcome {
  result?: unknown;
  error?: JobFault;
}

export const jobStoreMigration: Migration = {
  id: "trainer-jobs-1",
  sql: `CREATE TABLE jobs (
    id TEXT PRIMARY KEY,
    state TEXT NOT NULL,
    stage TEXT NOT NULL,
    job TEXT NOT NULL,
    job_hash TEXT NOT NULL UNIQUE,
    requester TEXT NOT NULL,
    result TEXT,
    error TEXT,
    created_at TEXT NOT NULL,
    finished_at TEXT
  ) STRICT;
  CREATE TABLE job_events (
    job_id TEXT NOT NULL REFERENCES jobs (id),
    id INTEGER NOT NULL,
    event TEXT NOT NULL,
    PRIMARY KEY (job_id, id)
  ) STRICT;`,
};

/** A job that failed or was cancelled may be sent again, and one person's job is not another's. */
export const jobRetryMigration: Migration = {
  id: "trainer-jobs-2",
  sql: `CREATE TABLE jobs_2 (
    id TEXT PRIMARY KEY,
    state TEXT NOT NULL,
    stage TEXT NOT NULL,
    job TEXT NOT NULL,
    job_hash TEXT NOT NULL,
    requester TEXT NOT NULL,
    result TEXT,
    error TEXT,
    created_at TEXT NOT NULL,
    finished_at TEXT
  ) STRICT;
  CREATE TABLE job_events_2 (
    job_id TEXT NOT NULL REFERENCES jobs_2 (id),
    id INTEGER NOT NULL,
    event TEXT NOT NULL,
    PRIMARY KEY (job_id, id)
  ) STRICT;
  INSERT INTO jobs_2 SELECT * FROM jobs ORDER BY rowid;
  INSERT INTO job_events_2 SELECT * FROM job_events;
  DROP TABLE job_events;
  DROP TABLE jobs;
  ALTER TABLE jobs_2 RENAME TO jobs;
  ALTER TABLE job_events_2 RENAME TO job_events;
  CREATE UNIQUE INDEX live_jobs ON jobs (job_hash, requester) WHERE state IN ('queued', 'running', 'done');`,
};

type Row = Record<string, string | null>;

function toJob(row: Row): StoredJob {
  return {
    id: row.id ?? "",
    state: row.state as JobState,
    stage: row.stage ?? "",
    job: JSON.parse(row.job ?? "null") as JobDocument,
    jobHash: row.job_hash ?? "",
    requester: row.requester as Address,
    result: row.result == null ? undefined : (JSON.parse(row.result) as TrainingResult),
    error: row.error == null ? undefined : (JSON.parse(row.error) as { code: string; message: string }),
    createdAt: row.created_at ?? "",
    finishedAt: row.finished_at ?? undefined,
  };
}

/** The trainer's jobs and their events. */
export function createJobStore(db: Database) {
  const get = async (id: string): Promise<StoredJob | undefined> => {
    const row = await db.get<Row>("SELECT * FROM jobs WHERE id = ?", id);
    return row === undefined ? undefined : toJob(row);
  };
  const append = async (tx: Database, jobId: string, event: JobEventRow["event"]): Promise<JobEventRow> => {
    const last = await tx.get<{ id: number | null }>("SELECT MAX(id) AS id FROM job_events WHERE job_id = ?", jobId);
    const id = (last?.id ?? 0) + 1;
    await tx.run("INSERT INTO job_events (job_id, id, event) VALUES (?, ?, ?)", jobId, id, JSON.stringify(event));
    return { id, event };
  };
  const end = (id: string, from: JobState[], state: JobEnd, { result, error }: JobOutcome): Promise<boolean> =>
    db.transaction(async (tx) => {
      const { changes } = await tx.run(
        `UPDATE jobs SET state = ?, stage = ?, result = ?, error = ?, finished_at = ?
         WHERE id = ? AND state IN (${from.map(() => "?").join(", ")})`,
        state,
        state,
        result === undefined ? null : JSON.stringify(result),
        error === undefined ? null : JSON.stringify(error),
        new Date().toISOString(),
        id,
        ...from,
      );
      if (changes === 0) return false;
      await append(tx, id, { type: "finished", state, ...(error === undefined ? {} : { error }) });
      return true;
    });
  return {
    get,
    /** Stores a job once: the same signed job gives the job that is already there, unless that one came to nothing. */
    async add(id: string, job: object, jobHash: string, requester: string): Promise<StoredJob> {
      return await db.transaction(async (tx) => {
        await tx.run(
          "INSERT INTO jobs (id, state, stage, job, job_hash, requester, created_at) VALUES (?, 'queued', 'queued', ?, ?, ?, ?) ON CONFLICT DO NOTHING",
          id,
          JSON.stringify(job),
          jobHash,
          requester,
          new Date().toISOString(),
        );
        const row = await tx.get<Row>(
          "SELECT * FROM jobs WHERE job_hash = ? AND requester = ? AND state IN ('queued', 'running', 'done')",
          jobHash,
          requester,
        );
        if (row === undefined) throw new Error(`job ${id} was not stored`);
        return toJob(row);
      });
    },
    async list(): Promise<StoredJob[]> {
      return (await db.all<Row>("SELECT * FROM jobs ORDER BY created_at DESC, rowid DESC")).map(toJob);
    },
    /**
     * Takes the job to run next: one that was running when the process died, else the oldest queued one. `taken` hears
     * of it before anything else can be asked of this store, so that a job is never both cancelled in the queue and run.
     */
    async take(taken: (job: StoredJob) => void): Promise<StoredJob | undefined> {
      return await db.transaction(async (tx) => {
        const row = await tx.get<Row>(
          "SELECT * FROM jobs WHERE state IN ('running', 'queued') ORDER BY state DESC, rowid LIMIT 1",
        );
        if (row === undefined) return undefined;
        const job: StoredJob = { ...toJob(row), state: "running" };
        await tx.run("UPDATE jobs SET state = 'running' WHERE id = ?", job.id);
        taken(job);
        return job;
      });
    },
    async setStage(id: string, state: JobState, stage: string): Promise<void> {
      await db.run(
        "UPDATE jobs SET state = ?, stage = ? WHERE id = ? AND state IN ('queued', 'running')",
        state,
        stage,
        id,
      );
    },
    /** Ends a job and says so in its history. The first end stands. */
    async finish(id: string, state: JobEnd, outcome: JobOutcome): Promise<void> {
      await end(id, ["queued", "running"], state, outcome);
    },
    /** Ends a job that still waits its turn; false when it does not. */
    cancelQueued: (id: string, error: JobFault): Promise<boolean> => end(id, ["queued"], "cancelled", { error }),
    /** Replaces a done job's result: what registers it may be made ready again. */
    async setResult(id: string, result: unknown): Promise<void> {
      await db.run("UPDATE jobs SET result = ? WHERE id = ? AND state = 'done'", JSON.stringify(result), id);
    },
    addEvent: (jobId: string, event: JobEventRow["event"]): Promise<JobEventRow> =>
      db.transaction((tx) => append(tx, jobId, event)),
    async events(jobId: string, afterId = 0): Promise<JobEventRow[]> {
      const rows = await db.all<{ id: number; event: string }>(
        "SELECT id, event FROM job_events WHERE job_id = ? AND id > ? ORDER BY id",
        jobId,
        afterId,
      );
      return rows.map(({ id, event }) => ({
        id,
        event: JSON.parse(event) as JobEventRow["event"],
      }));
    },
  };
}

export type JobStore = ReturnType<typeof createJobStore>;

/** The job, or AssayError job_unknown. */
export async function findJob(store: JobStore, id: string): Promise<StoredJob> {
  const job = await store.get(id);
  if (job === undefined)
    throw new AssayError(`There is no training job ${id}; GET /jobs lists them.`, {
      code: "job_unknown",
      status: 404,
      field: "jobId",
    });
  return job;
}
