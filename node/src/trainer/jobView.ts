import type { TrainingRun } from "@assay/sdk/api";
import type { JobEventRow, StoredJob } from "./jobStore.ts";

const MAX_SAMPLES = 12;

function numberOf(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

function curve(events: JobEventRow[], type: string): { step: number; loss: number }[] {
  return events.flatMap(({ event }) => {
    const step = numberOf(event.step);
    const loss = numberOf(event.loss);
    return event.type === type && step !== undefined && loss !== undefined ? [{ step, loss }] : [];
  });
}

/** Folds a job's events into its present state. */
export function jobView(job: StoredJob, events: JobEventRow[]): TrainingRun {
  const lastStep = events.findLast(({ event }) => event.type === "step")?.event;
  const progress = events.findLast(({ event }) => event.type === "step" || event.type === "progress")?.event;
  const secondsLeft = numberOf(progress?.secondsLeft);
  const tokensPerSecond = numberOf(lastStep?.tokensPerSecond);
  return {
    id: job.id,
    state: job.state,
    stage: job.stage,
    job: job.job,
    requester: job.requester,
    createdAt: job.createdAt,
    ...(job.finishedAt === undefined ? {} : { finishedAt: job.finishedAt }),
    step: numberOf(lastStep?.step) ?? 0,
    steps: numberOf(lastStep?.steps) ?? 0,
    ...(secondsLeft === undefined ? {} : { secondsLeft }),
    ...(tokensPerSecond === undefined ? {} : { tokensPerSecond }),
    loss: curve(events, "step"),
    validation: curve(events, "validation"),
    samples: events
      .filter(({ event }) => event.type === "sample")
      .map(({ event }) => event)
      .slice(-MAX_SAMPLES),
    ...(job.result === undefined ? {} : { result: job.result }),
    ...(job.error === undefined ? {} : { error: job.error }),
  };
}
