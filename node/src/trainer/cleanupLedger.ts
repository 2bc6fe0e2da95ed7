import type { Cleanup } from "@assay/sdk/documents";
import { AdapterOutcomesDocument } from "@assay/sdk/graph";
import type { Database, Migration } from "../platform/database.ts";
import type { Graph } from "../platform/graph.ts";
import { nextWritten, writtenMigration } from "../platform/written.ts";
import type { StoredJob } from "./jobStore.ts";

/** An answer edited into what it should be: a draft row for the datanet. */
export interface RowEdit {
  jobId: string;
  text: string;
  label: string;
  /** what the model had answered */
  was: string;
  createdAt: string;
}

export const cleanupMigrations: readonly Migration[] = [
  {
    id: "trainer-cleanup-1",
    sql: `CREATE TABLE row_edits (
    job_id TEXT NOT NULL REFERENCES jobs (id),
    text TEXT NOT NULL,
    label TEXT NOT NULL,
    was TEXT NOT NULL,
    created_at TEXT NOT NULL,
    PRIMARY KEY (job_id, text, label)
  ) STRICT;
  CREATE TABLE job_effort (
    job_id TEXT PRIMARY KEY REFERENCES jobs (id),
    cpu_seconds REAL NOT NULL
  ) STRICT;
  CREATE TABLE job_models (
    job_id TEXT NOT NULL REFERENCES jobs (id),
    model_id TEXT PRIMARY KEY
  ) STRICT;
  CREATE TABLE refused_rounds (
    job_id TEXT NOT NULL REFERENCES jobs (id),
    round_id TEXT PRIMARY KEY
  ) STRICT;`,
  },
  writtenMigration("trainer-cleanup-2", "row_edits"),
];

/** All runs of one requester (?1) on one datanet (?2): what was learnt from one went into the next. */
const CHAIN = `SELECT id FROM jobs WHERE LOWER(requester) = LOWER(?1) AND datanet = ?2`;
/** Those of a chain but the run ?3 itself that came to nothing. */
const DISCARDED = `SELECT id FROM jobs WHERE id IN (${CHAIN}) AND id <> ?3
  AND (state IN ('failed', 'cancelled') OR (state = 'done' AND id NOT IN (SELECT job_id FROM job_models)))`;
const COUNTS = `SELECT
  (SELECT COUNT(*) FROM rehearsals WHERE job_id IN (${CHAIN})) AS rehearsals,
  (SELECT COUNT(*) FROM (${DISCARDED}) AS discarded) AS "discardedRuns",
  (SELECT COUNT(*) FROM row_edits WHERE job_id IN (${CHAIN})) AS "rowEdits",
  (SELECT COUNT(*) FROM refused_rounds WHERE job_id IN (${CHAIN})) AS "rejectedDrafts",
  (SELECT COALESCE(SUM(cpu_seconds), 0) FROM rehearsals WHERE job_id IN (${CHAIN}))
  + (SELECT COALESCE(SUM(cpu_seconds), 0) FROM job_effort WHERE job_id IN (${DISCARDED})) AS "cpuSeconds"`;

const adapterOf = (job: StoredJob): string | undefined =>
  (job.result as { adapterCid?: string } | undefined)?.adapterCid;

export interface LedgerOptions {
  db: Database;
  graph: Graph;
  /** every job this trainer knows */
  jobs(): Promise<StoredJob[]>;
}

/** Counts what it took to come to a run. Only ever counts what happened: nobody can take anything out. */
export function createCleanupLedger({ db, graph, jobs }: LedgerOptions) {
  const chainOf = async (job: StoredJob): Promise<StoredJob[]> => {
    const { datanet } = job.job as { datanet: string };
    return (await jobs()).filter(
      (other) =>
        other.requester.toLowerCase() === job.requester.toLowerCase() &&
        (other.job as { datanet: string }).datanet === datanet,
    );
  };
  return {
    /** Busy seconds times threads that went into a run's training. */
    async addEffort(jobId: string, cpuSeconds: number): Promise<void> {
      await db.run(
        `INSERT INTO job_effort (job_id, cpu_seconds) VALUES (?, ?)
         ON CONFLICT (job_id) DO UPDATE SET cpu_seconds = job_effort.cpu_seconds + excluded.cpu_seconds`,
        jobId,
        cpuSeconds,
      );
    },
    /** Keeps an edit; the same one twice is one. */
    async addRowEdit(edit: Omit<RowEdit, "createdAt">): Promise<void> {
      await db.run(
        `INSERT INTO row_edits (job_id, text, label, was, created_at, written)
         VALUES (?, ?, ?, ?, ?, ${nextWritten("row_edits")}) ON CONFLICT DO NOTHING`,
        edit.jobId,
        edit.text,
        edit.label,
        edit.was,
        new Date().toISOString(),
      );
    },
    /** Edits on a datanet by one requester, oldest first. */
    async rowEdits(requester: string, datanet: string): Promise<RowEdit[]> {
      return await db.all<RowEdit>(
        `SELECT job_id AS "jobId", text, label, was, created_at AS "createdAt" FROM row_edits
           WHERE job_id IN (${CHAIN}) ORDER BY written`,
        requester,
        datanet,
      );
    },
    /** Reads from the index which runs became models and which rounds refused them. */
    async refresh(job: StoredJob): Promise<void> {
      const byAdapter = new Map(
        (await chainOf(job)).flatMap((one) => {
          const cid = adapterOf(one);
          return cid === undefined ? [] : [[cid, one.id] as const];
        }),
      );
      if (byAdapter.size === 0) return;
      const variables = { cids: [...byAdapter.keys()], publisher: job.requester.toLowerCase() };
      const { models } = await graph.query(AdapterOutcomesDocument, variables);
      await db.transaction(async (tx) => {
        for (const id of byAdapter.values()) {
          await tx.run("DELETE FROM job_models WHERE job_id = ?", id);
          await tx.run("DELETE FROM refused_rounds WHERE job_id = ?", id);
        }
        for (const { id, adapterCid, rounds } of models) {
          const jobId = byAdapter.get(adapterCid);
          if (jobId === undefined) continue;
          await tx.run("INSERT INTO job_models (job_id, model_id) VALUES (?, ?)", jobId, id);
          for (const round of rounds)
            if (round.phase === "FINAL" && round.passed === false)
              await tx.run("INSERT INTO refused_rounds (job_id, round_id) VALUES (?, ?)", jobId, round.id);
        }
      });
    },
    async isRegistered(jobId: string): Promise<boolean> {
      return (await db.get("SELECT 1 FROM job_models WHERE job_id = ?", jobId)) !== undefined;
    },
    /** The counts as they stand; `refresh` first for what the chain says. */
    async count(job: StoredJob): Promise<Cleanup> {
      const { datanet } = job.job as { datanet: string };
      const counts = await db.get<Cleanup>(COUNTS, job.requester, datanet, job.id);
      if (counts === undefined) throw new Error("counting gave no row");
      return { ...counts, cpuSeconds: Math.round(counts.cpuSeconds * 10) / 10 };
    },
  };
}

export type CleanupLedger = ReturnType<typeof createCleanupLedger>;
