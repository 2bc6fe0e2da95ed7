import { mkdirSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { TrainingResult } from "@assay/sdk/api";
import type { Cleanup, JobDocument } from "@assay/sdk/documents";
import { AssayError } from "@assay/sdk/errors";
import type { EngineClient } from "../platform/engine/client.ts";
import { messageOf } from "../platform/errors.ts";
import type { Ipfs } from "../platform/ipfs/ipfs.ts";
import type { Logger } from "../platform/log.ts";
import type { CleanupLedger } from "./cleanupLedger.ts";
import type { DatasetSource, TrainingRow } from "./dataset.ts";
import { findJob, type JobStore, type StoredJob } from "./jobStore.ts";
import { patiently } from "./patience.ts";
import { publishModel } from "./publishModel.ts";
import { runTrainingProcess } from "./trainingProcess.ts";

const IDLE_MS = 500;
/** How often a training's effort is written down; a kill loses no more of it. */
const EFFORT_MS = 2_000;
const DISK_FAULTS = new Set(["ENOSPC", "EDQUOT", "EFBIG"]);

/** What is told of a failed job: one sentence and a stable code. */
function failureOf(error: unknown): { code: string; message: string } {
  if (DISK_FAULTS.has(String((error as { code?: unknown }).code)))
    return {
      code: "disk.full",
      message: `The disk is full (${messageOf(error)}); free some space and send the job again.`,
    };
  return { code: error instanceof AssayError ? error.code : "training_failed", message: messageOf(error) };
}

export interface RunnerOptions {
  store: JobStore;
  ledger: CleanupLedger;
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
  const { store, ledger, log, signal } = options;
  const threads = availableParallelism();
  const running = new Map<string, AbortController>();

  async function runOne(stored: StoredJob, ended: AbortSignal): Promise<unknown> {
    const { job } = stored;
    const jobDir = join(options.dir, stored.id);
    mkdirSync(jobDir, { recursive: true });
    const enter = async (stage: string): Promise<void> => {
      await store.setStage(stored.id, "running", stage);
      await store.addEvent(stored.id, { type: "stage", stage });
    };
    await enter("data");
    const dataset = await patiently(() => options.datasets.load(job.datanet, job.version), ended);
    writeFileSync(join(jobDir, "job.json"), JSON.stringify({ ...job, data: { rowsRoot: dataset.rowsRoot } }));
    writeFileSync(join(jobDir, "data.jsonl"), dataset.rows.map((row) => JSON.stringify(row)).join("\n"));
    await enter("training");
    await train(stored.id, jobDir, ended);
    await enter("held-out test");
    const adapterDir = join(jobDir, "adapter");
    const validation = dataset.rows.filter((row) => row.split === "validation");
    const accuracy = {
      base: await measure(stored.id, job, null, validation, dataset.labels, ended),
      tuned: await measure(stored.id, job, adapterDir, validation, dataset.labels, ended),
    };
    ended.throwIfAborted();
    await enter("publishing");
    const cleanup = await patiently(() => currentCleanup(stored), ended);
    const published = await publish(stored, cleanup);
    ended.throwIfAborted();
    return { ...published, accuracy };
  }

  async function currentCleanup(stored: StoredJob): Promise<Cleanup> {
    await ledger.refresh(stored);
    return await ledger.count(stored);
  }

  const publish = (stored: StoredJob, cleanup: Cleanup) =>
    publishModel({
      ipfs: options.ipfs,
      job: stored.job,
      jobDir: join(options.dir, stored.id),
      cleanup,
      trainer: options.trainer,
      baseAuthor: options.baseAuthor,
    });

  /** Runs the process and keeps every event, skipping those an earlier run of it already reported. */
  async function train(jobId: string, jobDir: string, ended: AbortSignal): Promise<void> {
    const seen = (await store.events(jobId)).reduce(
      (most, { event }) => Math.max(most, Number(event.workerId ?? 0)),
      0,
    );
    let since = performance.now();
    const noteEffort = async (atLeastMs: number): Promise<void> => {
      const busyMs = performance.now() - since;
      if (busyMs < atLeastMs) return;
      since += busyMs;
      await ledger.addEffort(jobId, (busyMs / 1000) * threads);
    };
    try {
      await runTrainingProcess({
        python: options.python,
        jobDir,
        signal: ended,
        onEvent: async ({ id, ...event }) => {
          await noteEffort(EFFORT_MS);
          if (id > seen && event.type !== "error") await store.addEvent(jobId, { ...event, workerId: id });
        },
      });
    } finally {
      await noteEffort(0);
    }
  }

  async function measure(
    jobId: string,
    job: JobDocument,
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
      onProgress: (progress) => store.addEvent(jobId, { type: "progress", stage: "held-out test", ...progress }),
    });
  }

  async function carry(stored: StoredJob, controller: AbortController): Promise<void> {
    try {
      // Whoever cancels from here on is told that it was already over.
      const result = await runOne(stored, AbortSignal.any([signal, controller.signal])).finally(() =>
        running.delete(stored.id),
      );
      await store.finish(stored.id, "done", { result });
      log.info("job_done", { job: stored.id });
    } catch (error) {
      // A stop of the role leaves the job as it is: the next start goes on with it.
      if (signal.aborted) return;
      const cancelled = controller.signal.aborted;
      const failure = cancelled
        ? { code: "cancelled", message: "Cancelled by the requester; nothing was published." }
        : failureOf(error);
      await store.finish(stored.id, cancelled ? "cancelled" : "failed", { error: failure });
      log.warn("job_ended", { job: stored.id, cancelled, error });
    }
  }

  return {
    /** Runs until the signal fires. */
    async loop(): Promise<void> {
      while (!signal.aborted) {
        const controller = new AbortController();
        const next = await store.take(({ id }) => void running.set(id, controller));
        if (next === undefined) await delay(IDLE_MS, undefined, { signal }).catch(() => undefined);
        else await carry(next, controller);
      }
    },
    /**
     * What registers a done run, with its cleanup as it stands now. A run that is registered stays as it was.
     * @throws AssayError job_not_done
     */
    async seal(jobId: string): Promise<TrainingResult> {
      const stored = await findJob(store, jobId);
      if (stored.state !== "done" || stored.result === undefined)
        throw new AssayError(`Run ${jobId} is ${stored.state}; only a finished run can be registered.`, {
          code: "job_not_done",
          status: 409,
          field: "jobId",
        });
      const cleanup = await currentCleanup(stored);
      if (await ledger.isRegistered(jobId)) return stored.result;
      const result = { ...stored.result, ...(await publish(stored, cleanup)) };
      await store.setResult(jobId, result);
      return result;
    },
    /** Cancels a queued or running job; false when it was already over. */
    async cancel(jobId: string): Promise<boolean> {
      const error = { code: "cancelled", message: "Cancelled by the requester before it began." };
      if (await store.cancelQueued(jobId, error)) return true;
      const controller = running.get(jobId);
      controller?.abort();
      return controller !== undefined;
    },
  };
}

export type Runner = ReturnType<typeof createRunner>;
