import { availableParallelism } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { EngineProgress } from "@assay/sdk/api";
import { AssayError } from "@assay/sdk/errors";
import type { EngineClient } from "../platform/engine/client.ts";
import { messageOf } from "../platform/errors.ts";
import type { Logger } from "../platform/log.ts";
import type { DatasetSource } from "./dataset.ts";
import { findJob, type JobStore } from "./jobStore.ts";
import { patiently } from "./patience.ts";
import { rehearsalResult } from "./rehearsalResult.ts";
import type { RehearsalStore, StoredRehearsal } from "./rehearsalStore.ts";
import { rehearsedExam } from "./rehearsedExam.ts";

const IDLE_MS = 500;

export interface RehearserOptions {
  rehearsals: RehearsalStore;
  jobs: JobStore;
  datasets: DatasetSource;
  engine: EngineClient;
  /** holds one folder per job */
  dir: string;
  log: Logger;
  signal: AbortSignal;
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
    const { job } = await findJob(jobs, stored.jobId);
    const dataset = await patiently(() => options.datasets.load(job.datanet, job.version), ended);
    const { rows, exam } = rehearsedExam(stored, dataset);
    const adapterDir = join(options.dir, stored.jobId, "adapter");
    const evaluation = await engine.runJob({
      kind: "evaluate",
      params: { base: job.base, adapterDir, ...exam },
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
        : { code: error instanceof AssayError ? error.code : "rehearsal_failed", message: messageOf(error) };
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
