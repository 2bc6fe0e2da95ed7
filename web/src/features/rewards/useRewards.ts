import { claimRewards, readClaimable, readCredit, withdrawCredit } from "@assay/sdk/actions";
import type { EpochDocument } from "@assay/sdk/documents";
import { rewardClaim } from "@assay/sdk/hashing";
import { useQuery } from "@tanstack/react-query";
import type { Address } from "viem";
import { useClient } from "wagmi";
import { useConfig } from "../../data/config.ts";
import { useGraph } from "../../data/graph.ts";
import { useDocument } from "../../data/ipfs.ts";
import { useWrite } from "../../data/wallet/useWrite.ts";

export interface EpochRecord {
  id: string;
  cid: string;
  total: string;
  finalAt: string;
  postedAt: string;
  postedTx: string;
  poster: string;
  claimCount: number;
  /** While a jury has an objection the epoch cannot become final. */
  openObjectionCount: number;
}

/** A posting shown to be wrong; its number is posted again. */
export interface DiscardedRecord {
  id: string;
  epoch: string;
  cid: string;
  poster: string;
  by: string;
  /** A word in 32 bytes. */
  ground: string;
  bounty: string;
  txHash: string;
  timestamp: string;
}

const QUERY = `query Rewards($account: Bytes!) {
  epochs: epoches(first: 1000, orderBy: epoch, orderDirection: desc) { id cid total finalAt postedAt postedTx poster claimCount openObjectionCount }
  discarded: discardedEpoches(first: 1000, orderBy: attempt, orderDirection: desc) { id epoch cid poster by ground bounty txHash timestamp }
  claims(where: { account: $account }, first: 1000, orderBy: timestamp, orderDirection: desc) { id amount epoch { id } timestamp txHash }
}`;

interface Claim {
  id: string;
  amount: string;
  epoch: { id: string };
  timestamp: string;
  txHash: string;
}

export const useEpochs = (account: Address) =>
  useGraph<{ epochs: EpochRecord[]; discarded: DiscardedRecord[]; claims: Claim[] }>("rewards", QUERY, {
    account: account.toLowerCase(),
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

/** Seat fees, tips and refunds that Admission owes an account. */
export function useCredit(account: Address) {
  const client = useClient();
  const { deployment } = useConfig();
  return useQuery({
    queryKey: ["chain", "credit", account],
    enabled: client !== undefined,
    queryFn: () => {
      if (!client) throw new Error("The chain is not connected.");
      return readCredit(client, { deployment, account });
    },
  });
}

export const useWithdrawCredit = () =>
  useWrite((wallet, deployment, _: undefined) => withdrawCredit(wallet, { deployment }));
