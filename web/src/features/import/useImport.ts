import { publishVersion } from "@assay/sdk/actions";
import type { ContributionMetadata, Mapping } from "@assay/sdk/api";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useWatched } from "../../data/live/useLive.ts";
import { curator } from "../../data/services.ts";
import { useSubmit } from "../../data/useSubmit.ts";
import { useSigner, useWrite } from "../../data/wallet/useWrite.ts";

/** Reads a dropped file: format, columns, preview, findings. Nothing is written. */
export const useInspect = () => useMutation({ mutationFn: (file: File) => curator.inspect({ form: { file } }) });

/** Contributions that wait for a version: they survive leaving the page. */
export function useDrafts(datanetId: string) {
  return useWatched({
    queryKey: ["curator", "drafts", datanetId],
    path: `/api/curator/datanets/${datanetId}/drafts`,
    ask: (signal) => curator.drafts({ params: { datanetId } }, { signal }),
    select: ({ contributions }) => contributions,
  });
}

/** Hands the rows in and signs for them as their owner. */
export function useContribute(datanetId: string) {
  const signer = useSigner();
  const queries = useQueryClient();
  return useSubmit({
    mutationFn: async (input: { file: File; mapping: Mapping; metadata: ContributionMetadata }) => {
      const wallet = await signer();
      const prepared = await curator.contribute({
        params: { datanetId },
        form: { ...input, contributor: wallet.account.address },
      });
      const { domain, types, primaryType, message } = prepared.typedData;
      const params = { id: prepared.contributionId };
      try {
        const signature = await wallet.signTypedData({ domain, types, primaryType, message });
        await curator.signContribution({ params, body: { signature } });
      } catch (error) {
        // Rows without a signature are not kept. Where even this fails the curator forgets them after an hour.
        await curator.forgetContribution({ params }).catch(() => undefined);
        throw error;
      }
      return prepared;
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: ["curator", "drafts", datanetId] }),
  });
}

/** Publishes signed contributions as the next version; the custodian then seals its exam by itself. */
export function usePublish(datanetId: string) {
  return useWrite(async (wallet, deployment, contributionIds: string[]) => {
    const { input } = await curator.draftVersion({ params: { datanetId }, body: { contributionIds } });
    return publishVersion(wallet, {
      deployment,
      datanetId: BigInt(datanetId),
      input: { ...input, totalWeight: BigInt(input.totalWeight) },
    });
  });
}
