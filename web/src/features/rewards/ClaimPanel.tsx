import type { Address } from "viem";
import { Amount, ErrorNote, Facts, Moment, Skeleton, TxLink, useNow } from "../../ui/index.ts";
import { WriteAction } from "../wallet/index.ts";
import { type EpochRecord, useClaim, useClaimable } from "./useRewards.ts";

interface ClaimPanelProps {
  account: Address;
  epochs: EpochRecord[];
  claims: { id: string; amount: string; timestamp: string; txHash: string }[];
}

/** What I can claim, and the one button. */
export function ClaimPanel({ account, epochs, claims }: ClaimPanelProps) {
  const claimable = useClaimable(account, epochs);
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
      <p className="muted">to claim from fees of paid answers</p>
      <WriteAction
        label="Claim rewards"
        write={write}
        onPress={() => claimable.claim && void write.run(claimable.claim)}
        blocks={[
          claimable.amount === 0n &&
            write.stage !== "indexed" &&
            (waiting && waiting.openObjectionCount > 0 ? (
              `Epoch ${waiting.id} is held: a jury decides an objection to it.`
            ) : waiting ? (
              <>
                Epoch {waiting.id} can be claimed <Moment at={waiting.finalAt} />.
              </>
            ) : (
              "Nothing to claim for this account."
            )),
          claimable.amount === 0n && "Claimed.",
        ]}
      />
      <Facts
        items={[
          ["Claimed so far", <Amount key="c" wei={claimable.claimed} />],
          ...claims.slice(0, 4).map((claim, i): [string, React.ReactNode] => [
            `Claim ${claims.length - i}`,
            <span key={claim.id} className="row">
              <Amount wei={claim.amount} /> <TxLink hash={claim.txHash} /> <Moment at={claim.timestamp} />
            </span>,
          ]),
        ]}
      />
    </section>
  );
}
