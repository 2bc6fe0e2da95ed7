import type { Rehearsal } from "@assay/sdk/documents";
import { cancelTypedData, rehearseTypedData } from "@assay/sdk/hashing";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useConfig } from "../../data/config.ts";
import { useWatched } from "../../data/live/useLive.ts";
import { trainer } from "../../data/services.ts";
import { useSubmit } from "../../data/useSubmit.ts";
import { useSigner } from "../../data/wallet/useWrite.ts";

export const isUnderWay = (rehearsal: Rehearsal | undefined): boolean =>
  rehearsal?.state === "queued" || rehearsal?.state === "running";

const keyOf = (jobId: string) => ["trainer", "rehearsals", jobId];

/** A run's rehearsals, oldest first, and its cleanup as it stands. */
export function useRehearsals(jobId: string, enabled = true) {
  return useWatched({
    queryKey: keyOf(jobId),
    path: `/api/trainer/jobs/${jobId}/rehearsals`,
    ask: (signal) => trainer.rehearsals({ params: { id: jobId } }, { signal }),
    enabled,
  });
}

/** Asks for a rehearsal: the account that started the run signs for it, because it counts. */
export function useRehearse(jobId: string) {
  const queries = useQueryClient();
  const signer = useSigner();
  const { chainId } = useConfig();
  return useSubmit({
    mutationFn: async ({ index, items }: { index: number; items: number }) => {
      const wallet = await signer();
      const requester = wallet.account.address;
      const signature = await wallet.signTypedData(rehearseTypedData({ chainId, jobId, requester, index, items }));
      return trainer.rehearse({ params: { id: jobId }, body: { index, items, signature } });
    },
    onSettled: () => queries.invalidateQueries({ queryKey: keyOf(jobId) }),
  });
}

export function useCancelRehearsal(jobId: string) {
  const queries = useQueryClient();
  const signer = useSigner();
  const { chainId } = useConfig();
  return useSubmit({
    mutationFn: async (rehearsalId: string) => {
      const wallet = await signer();
      const typed = cancelTypedData({ chainId, jobId: rehearsalId, requester: wallet.account.address });
      const signature = await wallet.signTypedData(typed);
      return trainer.cancelRehearsal({ params: { id: rehearsalId }, body: { signature } });
    },
    onSettled: () => queries.invalidateQueries({ queryKey: keyOf(jobId) }),
  });
}

/** The newest rehearsal of a run like the one being chosen, and that run's job. */
export function useSimilarRehearsal(like: { datanet: string | null; base: string; method: string }) {
  const { datanet, base, method } = like;
  return useQuery({
    queryKey: ["trainer", "similar", datanet, base, method],
    enabled: Boolean(datanet && base),
    queryFn: () => trainer.similarRehearsal({ query: { datanet: datanet ?? "", base, method } }),
  });
}
