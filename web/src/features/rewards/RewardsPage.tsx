import { useSearchParams } from "react-router";
import type { Address } from "viem";
import { useWallet } from "../../data/wallet/useWallet.ts";
import { Empty, ErrorNote, Page, Skeleton } from "../../ui/index.ts";
import { AccountLink } from "../names/index.ts";
import { ClaimPanel } from "./ClaimPanel.tsx";
import { CreditPanel } from "./CreditPanel.tsx";
import { DiscardedTable, EpochTable } from "./EpochTable.tsx";
import { EpochTrace } from "./EpochTrace.tsx";
import { useEpoch, useEpochPages } from "./useRewards.ts";

export function RewardsPage() {
  const wallet = useWallet();
  return (
    <Page question="What did I earn, and from what?" title="Rewards">
      {wallet.address ? (
        <AccountRewards account={wallet.address} />
      ) : (
        <Empty>
          Connect a wallet to see what it earned. Contributors, publishers, trainers and evaluators all earn to their
          address.
        </Empty>
      )}
    </Page>
  );
}

function AccountRewards({ account }: { account: Address }) {
  const pages = useEpochPages();
  const [params] = useSearchParams();
  const chosen = useEpoch(params.get("epoch"));
  const epochs = pages.rows;
  const shown = chosen ?? epochs?.[0];
  return (
    <div className="stack">
      <p>
        As <AccountLink address={account} />
      </p>
      {pages.error && <ErrorNote error={pages.error} retry={pages.retry} />}
      {epochs === undefined && !pages.error && <Skeleton lines={6} />}
      {epochs && (
        <>
          <div className="halves">
            <ClaimPanel account={account} epochs={epochs} />
            <CreditPanel account={account} />
          </div>
          {shown ? (
            <EpochTrace account={account} epoch={shown} />
          ) : (
            <Empty>
              No reward epoch is posted yet. The gateway posts one when paid answers have brought in fees and a share
              table exists.
            </Empty>
          )}
          {epochs.length > 0 && <EpochTable pages={pages} />}
          <DiscardedTable />
        </>
      )}
    </div>
  );
}
