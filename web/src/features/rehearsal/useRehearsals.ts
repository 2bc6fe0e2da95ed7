import type { Cleanup, Rehearsal } from "@assay/sdk/documents";
import { cancelTypedData, rehearseTypedData } from "@assay/sdk/hashing";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useConfig } from "../../data/config.ts";
import { getJson, postJson } from "../../data/http.ts";
import { useWatched } from "../../data/live/useLive.ts";
import { useSubmit } from "../../data/useSubmit.ts";
import { useSigner } from "../../data/wallet/useWrite.ts";

export interface Rehearsals {
  rehearsals: Rehearsal[];
  /** What can be asked for next; `blocked` says in a sentence why nothing can. */
  next: { index: number; sizes: number[]; items?: number; blocked?: string };
  cleanup: Cleanup;
}

export const isUnderWay = (rehearsal: Rehearsal | undefined): boolean =>
  rehearsal?.state === "queued" || rehearsal?.state === "running";

const keyOf = (jobId: string) => ["trainer", "rehearsals", jobId];

/** A run's rehearsals, oldest first, and its cleanup as it stands. */
export function useRehearsals(jobId: string, enabled = true) {
  return useWatched<Rehearsals>({
    queryKey: keyOf(jobId),
    path: `/api/trainer/jobs/${jobId}/rehearsals`,
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
      return postJson<Rehearsal>(`/api/trainer/jobs/${jobId}/rehearse`, { index, items, signature });
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
      return postJson(`/api/trainer/rehearsals/${rehearsalId}/cancel`, { signature });
    },
    onSettled: () => queries.invalidateQueries({ queryKey: keyOf(jobId) }),
  });
}

/** The newest rehearsal of a run like the one being chosen, and that run's job. */
export function useSimilarRehearsal(like: { datanet: string | null; base: string; method: string }) {
  const search = new URLSearchParams({ datanet: like.datanet ?? "", base: like.base, method: like.method }).toString();
  return useQuery({
    queryKey: ["trainer", "similar", search],
    enabled: Boolean(like.datanet && like.base),
    queryFn: () =>
      getJson<{ rehearsal: Rehearsal; job: { version: number } } | null>(`/api/trainer/rehearsals?${search}`),
  });
}
