import { cancelTypedData } from "@assay/sdk/hashing";
import { useQueryClient } from "@tanstack/react-query";
import { useConfig } from "../config.ts";
import { postJson } from "../http.ts";
import { useWatched } from "../live/useLive.ts";
import { useSubmit } from "../useSubmit.ts";
import { useSigner } from "../wallet/useWrite.ts";

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

/** Only the account that started a run can stop it: it signs. */
export function useCancelRun(jobId: string) {
  const queries = useQueryClient();
  const signer = useSigner();
  const { chainId } = useConfig();
  return useSubmit({
    mutationFn: async () => {
      const wallet = await signer();
      const signature = await wallet.signTypedData(
        cancelTypedData({ chainId, jobId, requester: wallet.account.address }),
      );
      return postJson(`/api/trainer/jobs/${jobId}/cancel`, { signature });
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: ["trainer", "job", jobId] }),
  });
}
