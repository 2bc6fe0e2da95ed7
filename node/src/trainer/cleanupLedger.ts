import type { Cleanup } from "@assay/sdk/documents";
import { AdapterOutcomesDocument } from "@assay/sdk/graph";
import type { Graph } from "../platform/graph.ts";
import { type Migration, type SyncDatabase, transaction } from "../platform/sqlite.ts";
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

export const cleanupMigration: Migration = {
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
};

/** All runs of one requester on one datanet: what was learnt from one went into the next. */
const CHAIN = `SELECT id FROM jobs WHERE requester = :requester COLLATE NOCASE
  AND json_extract(job, '$.datanet') = :datanet`;
const DISCARDED = `SELECT id FROM jobs WHERE id IN (${CHAIN}) AND id <> :job
  AND (state IN ('failed', 'cancelled') OR (state = 'done' AND id NOT IN (SELECT job_id FROM job_models)))`;
const COUNTS = `SELECT
  (SELECT COUNT(*) FROM rehearsals WHERE job_id IN (${CHAIN})) AS rehearsals,
  (SELECT COUNT(*) FROM (${DISCARDED})) AS discardedRuns,
  (SELECT COUNT(*) FROM row_edits WHERE job_id IN (${CHAIN})) AS rowEdits,
  (SELECT COUNT(*) FROM refused_rounds WHERE job_id IN (${CHAIN})) AS rejectedDrafts,
  (SELECT COALESCE(SUM(cpu_seconds), 0) FROM rehearsals WHERE job_id IN (${CHAIN}))
  + (SELECT COALESCE(SUM(cpu_seconds), 0) FROM job_effort WHERE job_id IN (${DISCARDED})) AS cpuSeconds`;

const adapterOf = (job: StoredJob): string | undefined =>
  (job.result as { adapterCid?: string } | undefined)?.adapterCid;

export interface LedgerOptions {
  db: SyncDatabase;
  graph: Graph;
  /** every job this trainer knows */
  jobs(): StoredJob[];
}

/** Counts what it took to come to a run. Only ever counts what happened: nobody can take anything out. */
export function createCleanupLedger({ db, graph, jobs }: LedgerOptions) {
  const chainOf = (job: StoredJob): StoredJob[] => {
    const { datanet } = job.job as { datanet: string };
    return jobs().filter(
      (other) =>
        other.requester.toLowerCase() === job.requester.toLowerCase() &&
        (other.job as { datanet: string }).datanet === datanet,
    );
  };
  return {
    /** Busy seconds times threads that went into a run's training. */
    addEffort(jobId: string, cpuSeconds: number): void {
      db.prepare(
        `INSERT INTO job_effort (job_id, cpu_seconds) VALUES (?, ?)
         ON CONFLICT (job_id) DO UPDATE SET cpu_seconds = cpu_seconds + excluded.cpu_seconds`,
      ).run(jobId, cpuSeconds);
    },
    /** Keeps an edit; the same one twice is one. */
    addRowEdit(edit: Omit<RowEdit, "createdAt">): void {
      db.prepare("INSERT OR IGNORE INTO row_edits (job_id, text, label, was, created_at) VALUES (?, ?, ?, ?, ?)").run(
        edit.jobId,
        edit.text,
        edit.label,
        edit.was,
        new Date().toISOString(),
      );
    },
    /** Edits on a datanet by one requester, oldest first. */
    rowEdits(requester: string, datanet: string): RowEdit[] {
      const rows = db
        .prepare(
          `SELECT job_id AS jobId, text, label, was, created_at AS createdAt FROM row_edits
           WHERE job_id IN (${CHAIN}) ORDER BY rowid`,
        )
        .all({ requester, datanet });
      return rows as unknown as RowEdit[];
    },
    /** Reads from the index which runs became models and which rounds refused them. */
    async refresh(job: StoredJob): Promise<void> {
      const byAdapter = new Map(
        chainOf(job).flatMap((one) => {
          const cid = adapterOf(one);
          return cid === undefined ? [] : [[cid, one.id] as const];
        }),
      );
      if (byAdapter.size === 0) return;
      const variables = { cids: [...byAdapter.keys()], publisher: job.requester.toLowerCase() };
      const { models } = await graph.query(AdapterOutcomesDocument, variables);
      transaction(db, () => {
        for (const id of byAdapter.values()) {
          db.prepare("DELETE FROM job_models WHERE job_id = ?").run(id);
          db.prepare("DELETE FROM refused_rounds WHERE job_id = ?").run(id);
        }
        for (const { id, adapterCid, rounds } of models) {
          const jobId = byAdapter.get(adapterCid);
          if (jobId === undefined) continue;
          db.prepare("INSERT INTO job_models (job_id, model_id) VALUES (?, ?)").run(jobId, id);
          for (const round of rounds)
            if (round.phase === "FINAL" && round.passed === false)
              db.prepare("INSERT INTO refused_rounds (job_id, round_id) VALUES (?, ?)").run(jobId, round.id);
        }
      });
    },
    isRegistered(jobId: string): boolean {
      return db.prepare("SELECT 1 FROM job_models WHERE job_id = ?").get(jobId) !== undefined;
    },
    /** The counts as they stand; `refresh` first for what the chain says. */
    count(job: StoredJob): Cleanup {
      const { datanet } = job.job as { datanet: string };
      const counts = db.prepare(COUNTS).get({ requester: job.requester, datanet, job: job.id }) as unknown as Cleanup;
      return { ...counts, cpuSeconds: Math.round(counts.cpuSeconds * 10) / 10 };
    },
  };
}

export type CleanupLedger = ReturnType<typeof createCleanupLedger>;
