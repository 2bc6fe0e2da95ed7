import { claimRewards, readClaimable } from "@assay/sdk/actions";
import type { EpochDocument } from "@assay/sdk/documents";
import {
  ClaimsDocument,
  type ClaimsQuery,
  DiscardedEpochsDocument,
  type DiscardedRecordFragment,
  EpochDocument as EpochQueryDocument,
  type EpochRecordFragment,
  EpochsDocument,
} from "@assay/sdk/graph";
import { rewardClaim } from "@assay/sdk/hashing";
import { useQuery } from "@tanstack/react-query";
import type { Address } from "viem";
import { useClient } from "wagmi";
import { useConfig } from "../../data/config.ts";
import { useGraph } from "../../data/graph.ts";
import { useDocument } from "../../data/ipfs.ts";
import { NEWEST, useGraphPages } from "../../data/pages.ts";
import { useWrite } from "../../data/wallet/useWrite.ts";

export type EpochRecord = EpochRecordFragment;
/** A posting shown to be wrong; its number is posted again. */
export type DiscardedRecord = DiscardedRecordFragment;

export type ClaimRecord = ClaimsQuery["claims"][number];

interface Newest {
  first: number;
  before: string;
}

/** Every reward epoch, newest first, page by page. */
export const useEpochPages = () =>
  useGraphPages({
    document: EpochsDocument,
    variables: (range: Newest) => range,
    list: ({ epochs }) => epochs,
    cursor: ({ id }) => id,
    start: NEWEST,
  });

/** One reward epoch by its number. */
export const useEpoch = (id: string | null) =>
  useGraph(EpochQueryDocument, { id: id ?? "" }, { enabled: id !== null }).data?.epoch ?? undefined;

/** Every discarded posting, newest first, page by page. */
export const useDiscardedPages = () =>
  useGraphPages({
    document: DiscardedEpochsDocument,
    variables: (range: Newest) => range,
    list: ({ discarded }) => discarded,
    cursor: ({ attempt }) => attempt,
    start: NEWEST,
  });

/** Every claim of an account, newest first, page by page. */
export const useClaimPages = (account: Address) =>
  useGraphPages({
    document: ClaimsDocument,
    variables: ({ first, before }: { first: number; before: { time: string; id: string } }) => ({
      account: account.toLowerCase(),
      first,
      ...before,
    }),
    list: ({ claims }) => claims,
    cursor: ({ timestamp, id }) => ({ time: timestamp, id }),
    start: { time: NEWEST, id: "0x" },
  });

export const useEpochDocument = (cid: string | undefined) => useDocument<EpochDocument>(cid);

/** What an account may claim under the newest final epoch, with the leaf and its proof. */
export function useClaimable(account: Address, epochs: EpochRecord[]) {
  const client = useClient();
  const { deployment } = useConfig();
  const state = useQuery({
    queryKey: ["chain", "claimable", account],
    enabled: client !== undefined,
    queryFn: () => {
      if (!client) throw new Error("The chain is not connected.");
      return readClaimable(client, { deployment, account });
    },
  });
  const final = epochs.find((epoch) => epoch.id === state.data?.epoch.toString());
  const document = useEpochDocument(final?.cid);
  const leaves = (document.data?.leaves ?? []).map((leaf) => ({
    account: leaf.account,
    token: deployment.addresses.token,
    cumulative: BigInt(leaf.cumulative),
  }));
  const claim = rewardClaim(leaves, account);
  const claimed = state.data?.claimed ?? 0n;
  return {
    ready: state.data !== undefined && (final === undefined || document.data !== undefined),
    error: state.error ?? document.error,
    claim,
    claimed,
    amount: claim && claim.cumulative > claimed ? claim.cumulative - claimed : 0n,
  };
}

export const useClaim = (account: Address) =>
  useWrite((wallet, deployment, claim: NonNullable<ReturnType<typeof rewardClaim>>) =>
    claimRewards(wallet, { deployment, account, ...claim }),
  );
