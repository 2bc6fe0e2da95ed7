import { publishVersion } from "@assay/sdk/actions";
import type { ContributionMetadata, Mapping } from "@assay/sdk/api";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { curator } from "../../data/services.ts";
import { useSigner, useWrite } from "../../data/wallet/useWrite.ts";

/** Reads a dropped file: format, columns, preview, findings. Nothing is written. */
export const useInspect = () => useMutation({ mutationFn: (file: File) => curator.inspect({ form: { file } }) });

/** Contributions that wait for a version: they survive leaving the page. */
export function useDrafts(datanetId: string) {
  return useQuery({
    queryKey: ["curator", "drafts", datanetId],
    queryFn: async () => (await curator.drafts({ params: { datanetId } })).contributions,
    refetchInterval: 5000,
  });
}

/** Hands the rows in and signs for them as their owner. */
export function useContribute(datanetId: string) {
  const signer = useSigner();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (input: { file: File; mapping: Mapping; metadata: ContributionMetadata }) => {
      const wallet = await signer();
      const form = { ...input, contributor: wallet.account.address };
      const prepared = await curator.contribute({ params: { datanetId }, form });
      const { domain, types, primaryType, message } = prepared.typedData;
      try {
        const signature = await wallet.signTypedData({ domain, types, primaryType, message });
        await curator.signContribution({ params: { id: prepared.contributionId }, body: { signature } });
      } catch (error) {
        // Rows without a signature are not kept. Where even this fails the curator forgets them after an hour.
        await curator.forgetContribution({ params: { id: prepared.contributionId } }).catch(() => undefined);
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
