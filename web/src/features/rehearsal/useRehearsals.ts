import type { Rehearsal } from "@assay/sdk/documents";
import { cancelTypedData, rehearseTypedData } from "@assay/sdk/hashing";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useConfig } from "../../data/config.ts";
import { trainer } from "../../data/services.ts";
import { useSigner } from "../../data/wallet/useWrite.ts";

const ACTIVE_REFRESH_MS = 1000;
/** What blocks may be an index that is still starting. */
const BLOCKED_REFRESH_MS = 5000;

export const isUnderWay = (rehearsal: Rehearsal | undefined): boolean =>
  rehearsal?.state === "queued" || rehearsal?.state === "running";

const keyOf = (jobId: string) => ["trainer", "rehearsals", jobId];

/** A run's rehearsals, oldest first, and its cleanup as it stands. */
export function useRehearsals(jobId: string, enabled = true) {
  return useQuery({
    queryKey: keyOf(jobId),
    enabled,
    refetchInterval: ({ state }) => {
      if (isUnderWay(state.data?.rehearsals.at(-1))) return ACTIVE_REFRESH_MS;
      return state.data?.next.blocked ? BLOCKED_REFRESH_MS : false;
    },
    queryFn: () => trainer.rehearsals({ params: { id: jobId } }),
  });
}

/** Asks for a rehearsal: the account that started the run signs for it, because it counts. */
export function useRehearse(jobId: string) {
  const queries = useQueryClient();
  const signer = useSigner();
  const { chainId } = useConfig();
  return useMutation({
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
  return useMutation({
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
    enabled: Boolean(like.datanet && like.base),
    queryFn: () => trainer.similarRehearsal({ query: { datanet: datanet ?? "", base, method } }),
  });
}
