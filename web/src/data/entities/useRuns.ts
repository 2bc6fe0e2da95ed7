import type { TrainingRun } from "@assay/sdk/api";
import { cancelTypedData } from "@assay/sdk/hashing";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useConfig } from "../config.ts";
import { trainer } from "../services.ts";
import { useSigner } from "../wallet/useWrite.ts";

const ACTIVE_REFRESH_MS = 1500;

export const isActive = (job: TrainingRun | undefined): boolean => job?.state === "queued" || job?.state === "running";

export function useRuns() {
  return useQuery({
    queryKey: ["trainer", "jobs", "list"],
    refetchInterval: 3000,
    queryFn: () => trainer.jobs(),
  });
}

export function useRun(id: string, enabled = true) {
  return useQuery({
    queryKey: ["trainer", "job", id],
    enabled,
    refetchInterval: (query) =>
      query.state.data === undefined || isActive(query.state.data) ? ACTIVE_REFRESH_MS : false,
    queryFn: () => trainer.job({ params: { id } }),
  });
}

/** Only the account that started a run can stop it: it signs. */
export function useCancelRun(jobId: string) {
  const queries = useQueryClient();
  const signer = useSigner();
  const { chainId } = useConfig();
  return useMutation({
    mutationFn: async () => {
      const wallet = await signer();
      const signature = await wallet.signTypedData(
        cancelTypedData({ chainId, jobId, requester: wallet.account.address }),
      );
      return trainer.cancelJob({ params: { id: jobId }, body: { signature } });
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: ["trainer", "job", jobId] }),
  });
}
