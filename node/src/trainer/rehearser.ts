import { availableParallelism } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { concat, keccak256, numberToHex } from "viem";
import type { EngineClient, EngineProgress } from "../platform/engine/client.ts";
import { AppError, messageOf } from "../platform/errors.ts";
import type { Logger } from "../platform/log.ts";
import type { Dataset, DatasetSource, TrainingRow } from "./dataset.ts";
import type { TrainingJob } from "./intake.ts";
import type { JobStore } from "./jobStore.ts";
import { patiently } from "./patience.ts";
import { REPEAT_TEMPERATURE } from "./publishModel.ts";
import { rehearsalResult } from "./rehearsalResult.ts";
import type { RehearsalStore, StoredRehearsal } from "./rehearsalStore.ts";

const IDLE_MS = 500;
/** Own-task turns come from as many training rows as a batch holds for them. */
const HISTORY_ROWS = 24;
/** A rehearsal is one seat. */
const SEAT = 0;

export interface RehearserOptions {
  rehearsals: RehearsalStore;
  jobs: JobStore;
  datasets: DatasetSource;
  engine: EngineClient;
  /** one folder a job under it */
  dir: string;
  log: Logger;
  signal: AbortSignal;
}

/** `count` of the validation rows, drawn by the rehearsal's private seed; the place in the list is the slot. */
export function drawRows(rows: TrainingRow[], seed: `0x${string}`, count: number): TrainingRow[] {
  const order = (row: TrainingRow) => keccak256(concat([seed, numberToHex(row.index, { size: 32 })]));
  return rows
    .map((row) => ({ row, key: order(row) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .slice(0, count)
    .map(({ row }) => row);
}

/** Parameters of the engine's `evaluate` job: what one seat of a round would run, on rows that are no exam. */
function evaluateParams(stored: StoredRehearsal, job: TrainingJob, dataset: Dataset, dir: string) {
  const rows = drawRows(
    dataset.rows.filter(({ split }) => split === "validation"),
    stored.seed,
    stored.items,
  );
  const train = dataset.rows.filter(({ split }) => split === "train");
  const params = {
    base: job.base,
    adapterDir: join(dir, stored.jobId, "adapter"),
    items: rows.map(({ text, label, contributor }, slot) => ({ slot, text, label, contributor })),
    labels: dataset.grader === "label-set" ? dataset.labels : [...new Set(rows.map(({ label }) => label))],
    grader: dataset.grader,
    trialMask: stored.rules.trialMask,
    roundSeed: stored.seed,
    seat: SEAT,
    temperature: REPEAT_TEMPERATURE,
    trainRowsForHistory: train.slice(0, HISTORY_ROWS).map(({ text, label }) => ({ text, label })),
  };
  return { rows, params };
}

/**
 * Runs rehearsals one at a time beside the training queue. The engine keeps finished trials by the rehearsal's key, so
 * one that was running when either process died goes on where it stopped. Nothing is pinned or sent.
 */
export function createRehearser(options: RehearserOptions) {
  const { rehearsals, jobs, engine, log, signal } = options;
  const running = new Map<string, AbortController>();
  const progress = new Map<string, EngineProgress>();
  const threads = availableParallelism();

  async function run(stored: StoredRehearsal, ended: AbortSignal) {
    const job = (await jobs.get(stored.jobId))?.job as TrainingJob;
    const dataset = await patiently(() => options.datasets.load(job.datanet, job.version), ended);
    const { rows, params } = evaluateParams(stored, job, dataset, options.dir);
    const evaluation = await engine.runJob({
      kind: "evaluate",
      params,
      jobKey: `rehearsal:${stored.id}`,
      signal: ended,
      onProgress: (value) => void progress.set(stored.id, value),
    });
    ended.throwIfAborted();
    return rehearsalResult({
      evaluation,
      rows,
      rules: stored.rules,
      seed: Number.parseInt(stored.seed.slice(2, 10), 16),
      threads,
    });
  }

  async function carry(stored: StoredRehearsal, controller: AbortController): Promise<void> {
    const began = performance.now();
    try {
      // Whoever cancels from here on is told that it was already over.
      const result = await run(stored, AbortSignal.any([signal, controller.signal])).finally(() => {
        running.delete(stored.id);
        progress.delete(stored.id);
      });
      await rehearsals.finish(stored.id, "done", { result, cpuSeconds: result.cpuSeconds });
      log.info("rehearsal_done", { rehearsal: stored.id, job: stored.jobId });
    } catch (error) {
      // A stop of the role leaves it as it is: the next start goes on with it.
      if (signal.aborted) return;
      const cancelled = controller.signal.aborted;
      const failure = cancelled
        ? { code: "cancelled", message: "Cancelled by the requester; it counts as a rehearsal all the same." }
        : { code: error instanceof AppError ? error.code : "rehearsal_failed", message: messageOf(error) };
      const cpuSeconds = ((performance.now() - began) / 1000) * threads;
      await rehearsals.finish(stored.id, cancelled ? "cancelled" : "failed", { error: failure, cpuSeconds });
      log.warn("rehearsal_ended", { rehearsal: stored.id, cancelled, error });
    }
  }

  return {
    progress: (id: string): EngineProgress | undefined => progress.get(id),
    /** Runs until the signal fires. */
    async loop(): Promise<void> {
      while (!signal.aborted) {
        const controller = new AbortController();
        const next = await rehearsals.take(({ id }) => void running.set(id, controller));
        if (next === undefined) await delay(IDLE_MS, undefined, { signal }).catch(() => undefined);
        else await carry(next, controller);
      }
    },
    /** Cancels a queued or running one; false when it was already over. */
    async cancel(id: string): Promise<boolean> {
      const error = { code: "cancelled", message: "Cancelled by the requester before it began." };
      if (await rehearsals.cancelQueued(id, error)) return true;
      const controller = running.get(id);
      controller?.abort();
      return controller !== undefined;
    },
  };
}

export type Rehearser = ReturnType<typeof createRehearser>;
