import type { TrainingRun } from "@assay/sdk/api";
import { useWatched } from "../live/useLive.ts";
import { trainer } from "../services.ts";

export const isActive = (job: TrainingRun | undefined): boolean => job?.state === "queued" || job?.state === "running";

export const useRuns = () =>
  useWatched({
    queryKey: ["trainer", "jobs"],
    path: "/api/trainer/jobs",
    ask: (signal) => trainer.jobs({}, { signal }),
  });

export function useRun(id: string, enabled = true) {
  return useWatched({
    queryKey: ["trainer", "job", id],
    path: `/api/trainer/jobs/${id}`,
    ask: (signal) => trainer.job({ params: { id } }, { signal }),
    enabled,
    watch: (job: TrainingRun | undefined) => job === undefined || isActive(job),
  });
}
