import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { EngineClient } from "../engine/client.ts";
import { AppError, messageOf } from "../errors.ts";
import type { Logger } from "../log.ts";
import type { Ipfs } from "../storage/ipfs.ts";
import type { Dataset, DatasetSource, TrainingRow } from "./dataset.ts";
import type { TrainingJob } from "./intake.ts";
import type { JobStore, StoredJob } from "./jobStore.ts";
import { publishModel } from "./publishModel.ts";
import { runTrainingProcess } from "./trainingProcess.ts";

const IDLE_MS = 500;
/** How long a job waits for another role that is starting or was restarted, milliseconds. */
const PATIENCE_MS = 180_000;
const DISK_FAULTS = new Set(["ENOSPC", "EDQUOT", "EFBIG"]);

/** True when the data's index or custodian could not be reached, as against having refused. */
function isAway(error: unknown): boolean {
  return (
    (error instanceof AppError && error.status === 503) || (error as { code?: unknown }).code === "GRAPH_UNREACHABLE"
  );
}

/** What is told of a failed job: one sentence and a stable code. */
function failureOf(error: unknown): { code: string; message: string } {
  if (DISK_FAULTS.has(String((error as { code?: unknown }).code)))
    return {
      code: "disk.full",
      message: `The disk is full (${messageOf(error)}); free some space and send the job again.`,
    };
  return { code: error instanceof AppError ? error.code : "training_failed", message: messageOf(error) };
}

export interface RunnerOptions {
  store: JobStore;
  datasets: DatasetSource;
  engine: EngineClient;
  ipfs: Ipfs;
  python: string;
  /** one folder a job under it */
  dir: string;
  trainer: `0x${string}`;
  baseAuthor: `0x${string}`;
  log: Logger;
  signal: AbortSignal;
}

/**
 * Works through the job queue, one at a time. Every stage leaves its result in the job's folder, so a job that was
 * running when the process died goes on from there; training itself resumes from its last checkpoint.
 */
export function createRunner(options: RunnerOptions) {
  const { store, log, signal } = options;
  const running = new Map<string, AbortController>();

  async function runOne(stored: StoredJob, ended: AbortSignal): Promise<unknown> {
    const job = stored.job as TrainingJob;
    const jobDir = join(options.dir, stored.id);
    mkdirSync(jobDir, { recursive: true });
    const enter = (stage: string): void => {
      store.setStage(stored.id, "running", stage);
      store.addEvent(stored.id, { type: "stage", stage });
    };
    enter("data");
    const dataset = await loadData(job, ended);
    writeFileSync(join(jobDir, "job.json"), JSON.stringify({ ...job, data: { rowsRoot: dataset.rowsRoot } }));
    writeFileSync(join(jobDir, "data.jsonl"), dataset.rows.map((row) => JSON.stringify(row)).join("\n"));
    enter("training");
    await train(stored.id, jobDir, ended);
    enter("held-out test");
    const adapterDir = join(jobDir, "adapter");
    const validation = dataset.rows.filter((row) => row.split === "validation");
    const accuracy = {
      base: await measure(stored.id, job, null, validation, dataset.labels, ended),
      tuned: await measure(stored.id, job, adapterDir, validation, dataset.labels, ended),
    };
    ended.throwIfAborted();
    enter("publishing");
    const published = await publishModel({
      ipfs: options.ipfs,
      job,
      jobDir,
      dataset,
      trainer: options.trainer,
      baseAuthor: options.baseAuthor,
    });
    ended.throwIfAborted();
    return { ...published, accuracy };
  }

  /** After a restart of the whole stack the index and the custodian may come up later than this role. */
  async function loadData(job: TrainingJob, ended: AbortSignal): Promise<Dataset> {
    for (const deadline = Date.now() + PATIENCE_MS; ; ) {
      try {
        const dataset = await options.datasets.load(job.datanet, job.version);
        ended.throwIfAborted();
        return dataset;
      } catch (error) {
        if (!isAway(error) || Date.now() > deadline) throw error;
        await delay(IDLE_MS, undefined, { signal: ended });
      }
    }
  }

  /** Runs the process and keeps every event, skipping those an earlier run of it already reported. */
  async function train(jobId: string, jobDir: string, ended: AbortSignal): Promise<void> {
    const seen = store.events(jobId).reduce((most, { event }) => Math.max(most, Number(event.workerId ?? 0)), 0);
    await runTrainingProcess({
      python: options.python,
      jobDir,
      signal: ended,
      onEvent: ({ id, ...event }) => {
        if (id > seen && event.type !== "error") store.addEvent(jobId, { ...event, workerId: id });
      },
    });
  }

  async function measure(
    jobId: string,
    job: TrainingJob,
    adapterDir: string | null,
    rows: TrainingRow[],
    labels: string[],
    ended: AbortSignal,
  ) {
    if (rows.length === 0) return null;
    return await options.engine.runJob({
      kind: "accuracy",
      params: { base: job.base, adapterDir, rows: rows.map(({ text, label }) => ({ text, label })), labels },
      jobKey: `${jobId}:accuracy:${adapterDir === null ? "base" : "tuned"}`,
      signal: ended,
      onProgress: (progress) => void store.addEvent(jobId, { type: "progress", stage: "held-out test", ...progress }),
    });
  }

  async function carry(stored: StoredJob): Promise<void> {
    const controller = new AbortController();
    running.set(stored.id, controller);
    try {
      const result = await runOne(stored, AbortSignal.any([signal, controller.signal]));
      store.finish(stored.id, "done", { result });
      store.addEvent(stored.id, { type: "finished", state: "done" });
      log.info("job_done", { job: stored.id });
    } catch (error) {
      // A stop of the role leaves the job as it is: the next start goes on with it.
      if (signal.aborted) return;
      const cancelled = controller.signal.aborted;
      const failure = cancelled
        ? { code: "cancelled", message: "Cancelled by the requester; nothing was published." }
        : failureOf(error);
      store.finish(stored.id, cancelled ? "cancelled" : "failed", { error: failure });
      store.addEvent(stored.id, { type: "finished", state: cancelled ? "cancelled" : "failed", error: failure });
      log.warn("job_ended", { job: stored.id, cancelled, error });
    } finally {
      running.delete(stored.id);
    }
  }

  return {
    /** Runs until the signal fires. */
    async loop(): Promise<void> {
      while (!signal.aborted) {
        const next = store.next();
        if (next === undefined) await delay(IDLE_MS, undefined, { signal }).catch(() => undefined);
        else await carry(next);
      }
    },
    /** Cancels a queued or running job; false when it was already over. */
    cancel(jobId: string): boolean {
      const controller = running.get(jobId);
      if (controller !== undefined) {
        controller.abort();
        return true;
      }
      const stored = store.get(jobId);
      if (stored?.state !== "queued") return false;
      const error = { code: "cancelled", message: "Cancelled by the requester before it began." };
      store.finish(jobId, "cancelled", { error });
      store.addEvent(jobId, { type: "finished", state: "cancelled", error });
      return true;
    },
  };
}

export type Runner = ReturnType<typeof createRunner>;
