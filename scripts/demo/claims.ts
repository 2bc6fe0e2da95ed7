/** Stages "attribution" and "epoch and claim": who the fee belongs to, and that they can take it. */
import { claimRewards } from "@assay/sdk/actions";
import { NewestEpochsDocument, type NewestEpochsQuery, ShareTableDocument } from "@assay/sdk/graph";
import { rewardClaim } from "@assay/sdk/hashing";
import { formatEther } from "viem";
import { localReader, localWallet } from "../stack/accounts.ts";
import { type AccountName, localNames } from "../stack/chain.ts";
import { type DemoContext, query, tx } from "./context.ts";
import { poll, requestJson } from "./http.ts";

export type Share = { contributor: `0x${string}`; ppm: number; trainRows: number };
export type ClaimRow = { account: `0x${string}`; name: string; amount: string; role: string; share?: Share };

type AttributionDocument = { shares: Share[] };
type EpochDocument = {
  leaves: { account: `0x${string}`; cumulative: string }[];
  fees: { modelId: string }[];
  allocations: { account: `0x${string}`; role: string; amount: string }[];
};

const SHARE_TIMEOUT_MS = 10 * 60_000;
const EPOCH_TIMEOUT_MS = 120_000;

export async function waitShares(context: DemoContext, modelId: bigint, roundId: bigint): Promise<Share[]> {
  const { stack, timeline } = context;
  return await timeline.stage("attribution: influence on the retired exam", 40, async (stage) => {
    const id = `${modelId}-${roundId}`;
    const { shareTable } = await poll(
      "The share table",
      async () => {
        const progress = await requestJson<{ done: number; total: number; secondsLeft?: number } | null>(
          `${stack.webUrl}/api/trainer/shares`,
        );
        if (progress)
          stage.progress(`${progress.done} of ${progress.total}, ${Math.round(progress.secondsLeft ?? 0)} s left`);
        return await query(stack, ShareTableDocument, { id });
      },
      (answer) => answer.shareTable !== null,
      { timeoutMs: SHARE_TIMEOUT_MS },
    );
    if (shareTable === null) throw new Error("The share table is not indexed.");
    stage.evidence(`share table ${shareTable.tableCid}, ${tx(shareTable.txHash)}`);
    return (await requestJson<AttributionDocument>(`${stack.webUrl}/ipfs/${shareTable.tableCid}`)).shares;
  });
}

const nameOf = (address: string): AccountName | undefined => localNames()[address.toLowerCase()];

export async function settleAndClaim(context: DemoContext, modelId: bigint, shares: Share[]): Promise<ClaimRow[]> {
  const { stack, timeline } = context;
  return await timeline.stage("epoch posted, final, claimed", 25, async (stage) => {
    const epoch = await waitEpoch(context, modelId);
    const document = await requestJson<EpochDocument>(`${stack.webUrl}/ipfs/${epoch.cid}`);
    stage.evidence(`epoch ${epoch.epoch}, ${epoch.cid}, ${tx(epoch.postedTx)}`);
    stage.progress("waiting for the dispute window");
    await poll(
      "The dispute window",
      () => chainTime(stack.rpcUrl),
      (now) => now >= BigInt(epoch.finalAt),
      { timeoutMs: EPOCH_TIMEOUT_MS },
    );
    const rows: ClaimRow[] = [];
    for (const { account } of document.leaves) {
      const roles = document.allocations.filter((entry) => entry.account.toLowerCase() === account.toLowerCase());
      const share = shares.find((entry) => entry.contributor.toLowerCase() === account.toLowerCase());
      const amount = roles.reduce((sum, entry) => sum + BigInt(entry.amount), 0n);
      const role = [...new Set(roles.map((entry) => entry.role))].join(", ");
      rows.push({
        account,
        name: nameOf(account) ?? account,
        amount: formatEther(amount),
        role,
        ...(share ? { share } : {}),
      });
    }
    // Who owns rows and earned nothing is told so: a measured share of 0 has no leaf to claim with.
    for (const share of shares) {
      if (rows.some((row) => row.share === share)) continue;
      const account = share.contributor;
      rows.push({ account, name: nameOf(account) ?? account, amount: "0", role: "data", share });
    }
    rows.sort(
      (a, b) => Number(b.share !== undefined) - Number(a.share !== undefined) || Number(b.amount) - Number(a.amount),
    );
    const first = rows.find((row) => row.share && row.amount !== "0");
    if (first) stage.evidence(await claimFor(context, document, first));
    return rows;
  });
}

type EpochRow = NewestEpochsQuery["epochs"][number];

/** The newest epoch that pays fees of this model. */
async function waitEpoch({ stack }: DemoContext, modelId: bigint): Promise<EpochRow> {
  const found = await poll(
    "The reward epoch",
    async () => {
      const { epochs } = await query(stack, NewestEpochsDocument);
      for (const epoch of epochs) {
        const document = await requestJson<EpochDocument>(`${stack.webUrl}/ipfs/${epoch.cid}`);
        if (document.fees.some((entry) => entry.modelId === modelId.toString())) return epoch;
      }
      return undefined;
    },
    (epoch) => epoch !== undefined,
    { timeoutMs: EPOCH_TIMEOUT_MS },
  );
  if (found === undefined) throw new Error("No epoch pays this model's fees.");
  return found;
}

const chainTime = async (rpcUrl: string): Promise<bigint> => (await localReader(rpcUrl).getBlock()).timestamp;

/** One contributor takes its share, so that the last step of the loop is shown to work. */
async function claimFor({ stack }: DemoContext, document: EpochDocument, row: ClaimRow): Promise<string> {
  const leaves = document.leaves.map(({ account, cumulative }) => ({
    account,
    token: stack.deployment.addresses.token,
    cumulative: BigInt(cumulative),
  }));
  const claim = rewardClaim(leaves, row.account);
  const name = nameOf(row.account);
  if (claim === undefined || name === undefined) throw new Error(`${row.account} has no leaf in the epoch.`);
  const claimed = await claimRewards(localWallet(name, stack.rpcUrl), {
    deployment: stack.deployment,
    account: row.account,
    ...claim,
  });
  return `${name} claimed ${row.amount} ASY, ${tx(claimed.hash)}`;
}
