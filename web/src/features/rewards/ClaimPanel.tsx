import type { Address } from "viem";
import { asy } from "../../ui/format.ts";
import {
  Amount,
  amountColumn,
  ErrorNote,
  Facts,
  Moment,
  Skeleton,
  Table,
  timeColumn,
  txColumn,
  useNow,
} from "../../ui/index.ts";
import { WriteAction } from "../wallet/index.ts";
import { type ClaimRecord, type EpochRecord, useClaim, useClaimable, useClaimPages } from "./useRewards.ts";

interface ClaimPanelProps {
  account: Address;
  epochs: EpochRecord[];
}

/** What I can claim, and the one button. */
export function ClaimPanel({ account, epochs }: ClaimPanelProps) {
  const claimable = useClaimable(account, epochs);
  const claims = useClaimPages(account);
  const write = useClaim(account);
  const now = useNow();
  const waiting = epochs.find((epoch) => epoch.openObjectionCount > 0 || Number(epoch.finalAt) * 1000 > now);
  if (claimable.error) return <ErrorNote error={claimable.error} />;
  if (!claimable.ready) return <Skeleton lines={4} />;
  return (
    <section className="panel" aria-label="Claim">
      <p className="figure-value">
        <Amount wei={claimable.amount} />
      </p>
      <p className="muted">to claim, from the fees of paid answers</p>
      <WriteAction
        label={claimable.amount > 0n ? `Claim rewards, ${asy(claimable.amount)}` : "Claim rewards"}
        write={write}
        onPress={() => claimable.claim && write.run(claimable.claim)}
        blocks={[
          claimable.amount === 0n &&
            write.stage !== "indexed" &&
            (waiting && waiting.openObjectionCount > 0 ? (
              `Reward epoch ${waiting.id} waits: a jury decides about an objection to it.`
            ) : waiting ? (
              <>
                Reward epoch {waiting.id} can be claimed <Moment at={waiting.finalAt} />.
              </>
            ) : (
              "This account has nothing to claim."
            )),
          claimable.amount === 0n && "Claimed.",
        ]}
      />
      <Facts items={[["Claimed so far", <Amount key="c" wei={claimable.claimed} />]]} />
      {claimable.claimed > 0n && (
        <details>
          <summary>Every claim</summary>
          <Table<ClaimRecord>
            label="Claims"
            isList
            rows={claims.rows}
            error={claims.error}
            retry={claims.retry}
            more={claims.more}
            rowKey={(row) => row.id}
            columns={[
              timeColumn((row) => row.timestamp, { key: "when", label: "When", num: false }),
              amountColumn((row) => row.amount, { key: "amount", label: "Amount" }),
              txColumn((row) => row.txHash, { key: "tx", label: "Transaction" }),
            ]}
          />
        </details>
      )}
    </section>
  );
}
