import type { TrainingResult } from "@assay/sdk/api";
import type { JobDocument } from "@assay/sdk/documents";
import type { Address } from "viem";
import { AppError } from "../platform/errors.ts";
import { type Migration, type SyncDatabase, transaction } from "../platform/sqlite.ts";

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
export function createJobStore(db: SyncDatabase) {
  const get = (id: string): StoredJob | undefined => {
    const row = db.prepare("SELECT * FROM jobs WHERE id = ?").get(id);
    return row === undefined ? undefined : toJob(row as Row);
  };
  return {
    get,
    /** Stores a job once: the same signed job gives the job that is already there, unless that one came to nothing. */
    add(id: string, job: object, jobHash: string, requester: string): StoredJob {
      db.prepare(
        "INSERT OR IGNORE INTO jobs (id, state, stage, job, job_hash, requester, created_at) VALUES (?, 'queued', 'queued', ?, ?, ?, ?)",
      ).run(id, JSON.stringify(job), jobHash, requester, new Date().toISOString());
      const row = db
        .prepare("SELECT * FROM jobs WHERE job_hash = ? AND requester = ? AND state IN ('queued', 'running', 'done')")
        .get(jobHash, requester);
      return toJob(row as Row);
    },
    list(): StoredJob[] {
      return (db.prepare("SELECT * FROM jobs ORDER BY created_at DESC, rowid DESC").all() as Row[]).map(toJob);
    },
    /** The job to run next: one that was running when the process died, else the oldest queued one. */
    next(): StoredJob | undefined {
      const row = db
        .prepare("SELECT * FROM jobs WHERE state IN ('running', 'queued') ORDER BY state DESC, rowid LIMIT 1")
        .get();
      return row === undefined ? undefined : toJob(row as Row);
    },
    setStage(id: string, state: JobState, stage: string): void {
      db.prepare("UPDATE jobs SET state = ?, stage = ? WHERE id = ? AND state IN ('queued', 'running')").run(
        state,
        stage,
        id,
      );
    },
    finish(
      id: string,
      state: "done" | "failed" | "cancelled",
      outcome: { result?: unknown; error?: { code: string; message: string } },
    ): void {
      db.prepare(
        "UPDATE jobs SET state = ?, stage = ?, result = ?, error = ?, finished_at = ? WHERE id = ? AND state IN ('queued', 'running')",
      ).run(
        state,
        state,
        outcome.result === undefined ? null : JSON.stringify(outcome.result),
        outcome.error === undefined ? null : JSON.stringify(outcome.error),
        new Date().toISOString(),
        id,
      );
    },
    /** Replaces a done job's result: what registers it may be made ready again. */
    setResult(id: string, result: unknown): void {
      db.prepare("UPDATE jobs SET result = ? WHERE id = ? AND state = 'done'").run(JSON.stringify(result), id);
    },
    addEvent(jobId: string, event: JobEventRow["event"]): JobEventRow {
      return transaction(db, () => {
        const last = db.prepare("SELECT COALESCE(MAX(id), 0) AS id FROM job_events WHERE job_id = ?").get(jobId) as {
          id: number;
        };
        db.prepare("INSERT INTO job_events (job_id, id, event) VALUES (?, ?, ?)").run(
          jobId,
          last.id + 1,
          JSON.stringify(event),
        );
        return { id: last.id + 1, event };
      });
    },
    events(jobId: string, afterId = 0): JobEventRow[] {
      const rows = db
        .prepare("SELECT id, event FROM job_events WHERE job_id = ? AND id > ? ORDER BY id")
        .all(jobId, afterId);
      return (rows as { id: number; event: string }[]).map(({ id, event }) => ({
        id,
        event: JSON.parse(event) as JobEventRow["event"],
      }));
    },
  };
}

export type JobStore = ReturnType<typeof createJobStore>;

/** The job, or AppError job_unknown. */
export function findJob(store: JobStore, id: string): StoredJob {
  const job = store.get(id);
  if (job === undefined)
    throw new AppError("job_unknown", `There is no training job ${id}; GET /jobs lists them.`, {
      status: 404,
      field: "jobId",
    });
  return job;
}
