import { publishVersion } from "@assay/sdk/actions";
import type { ContributionDraft } from "@assay/sdk/api";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { postJson } from "../../data/http.ts";
import { useWatched } from "../../data/live/useLive.ts";
import { useSubmit } from "../../data/useSubmit.ts";
import { useSigner, useWrite } from "../../data/wallet/useWrite.ts";
import {
  type ContributionMetadata,
  forgetContribution,
  inspectFile,
  type Mapping,
  prepareContribution,
  signContribution,
} from "./api.ts";

/** Reads a dropped file: format, columns, preview, findings. Nothing is written. */
export const useInspect = () => useMutation({ mutationFn: inspectFile });

const contributionsOf = ({ contributions }: { contributions: ContributionDraft[] }): ContributionDraft[] =>
  contributions;

/** Contributions that wait for a version: they survive leaving the page. */
export function useDrafts(datanetId: string) {
  return useWatched<{ contributions: ContributionDraft[] }, ContributionDraft[]>({
    queryKey: ["curator", "drafts", datanetId],
    path: `/api/curator/datanets/${datanetId}/drafts`,
    select: contributionsOf,
  });
}

/** Hands the rows in and signs for them as their owner. */
export function useContribute(datanetId: string) {
  const signer = useSigner();
  const queries = useQueryClient();
  return useSubmit({
    mutationFn: async (input: { file: File; mapping: Mapping; metadata: ContributionMetadata }) => {
      const wallet = await signer();
      const prepared = await prepareContribution({ datanetId, contributor: wallet.account.address, ...input });
      const { domain, types, primaryType, message } = prepared.typedData;
      try {
        const signature = await wallet.signTypedData({ domain, types, primaryType, message });
        await signContribution(prepared.contributionId, signature);
      } catch (error) {
        // Rows without a signature are not kept. Where even this fails the curator forgets them after an hour.
        await forgetContribution(prepared.contributionId).catch(() => undefined);
        throw error;
      }
      return prepared;
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: ["curator", "drafts", datanetId] }),
  });
}

type VersionInput = Parameters<typeof publishVersion>[1]["input"];

/** Publishes signed contributions as the next version; the custodian then seals its exam by itself. */
export function usePublish(datanetId: string) {
  return useWrite(async (wallet, deployment, contributionIds: string[]) => {
    const { input } = await postJson<{ input: VersionInput }>(`/api/curator/datanets/${datanetId}/versions`, {
      contributionIds,
    });
    return publishVersion(wallet, {
      deployment,
      datanetId: BigInt(datanetId),
      input: { ...input, totalWeight: BigInt(input.totalWeight) },
    });
  });
}
