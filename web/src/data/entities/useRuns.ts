import { useWatched } from "../live/useLive.ts";

export interface JobDocument {
  base: string;
  method: string;
  datanet: string | number;
  version: number;
  hyperparameters: Record<string, number | boolean | string | string[]>;
  /** What its publisher calls it. */
  name?: string;
}

export interface JobRecord {
  id: string;
  state: "queued" | "running" | "done" | "failed" | "cancelled";
  stage: string;
  step: number;
  steps: number;
  loss: { step: number; loss: number }[];
  validation: { step: number; loss: number }[];
  secondsLeft?: number;
  job: JobDocument;
  requester: string;
  createdAt: string;
  finishedAt?: string;
  result?: { adapterCid: string; runCid: string; modelInput: unknown };
  error?: { code: string; message: string };
}

export const isActive = (job: JobRecord | undefined): boolean => job?.state === "queued" || job?.state === "running";

export const useRuns = () => useWatched<JobRecord[]>({ queryKey: ["trainer", "jobs"], path: "/api/trainer/jobs" });

export function useRun(id: string, enabled = true) {
  return useWatched<JobRecord>({
    queryKey: ["trainer", "job", id],
    path: `/api/trainer/jobs/${id}`,
    enabled,
    watch: (job) => job === undefined || isActive(job),
  });
}
