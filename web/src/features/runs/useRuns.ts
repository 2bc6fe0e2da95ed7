import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getJson, remove } from "../../app/data/http.ts";

export interface JobDocument {
  base: string;
  method: string;
  datanet: string | number;
  version: number;
  hyperparameters: Record<string, number | boolean | string>;
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

const ACTIVE_REFRESH_MS = 1500;

export const isActive = (job: JobRecord | undefined): boolean => job?.state === "queued" || job?.state === "running";

export function useRuns() {
  return useQuery({
    queryKey: ["trainer", "jobs", "list"],
    refetchInterval: 3000,
    queryFn: () => getJson<JobRecord[]>("/api/trainer/jobs"),
  });
}

export function useRun(id: string) {
  return useQuery({
    queryKey: ["trainer", "job", id],
    refetchInterval: (query) =>
      query.state.data === undefined || isActive(query.state.data) ? ACTIVE_REFRESH_MS : false,
    queryFn: () => getJson<JobRecord>(`/api/trainer/jobs/${id}`),
  });
}

export function useCancelRun(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => remove(`/api/trainer/jobs/${id}`),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["trainer", "job", id] }),
  });
}
