import type { Address } from "viem";
import { asy } from "../../ui/format.ts";
import { Amount, QueryView } from "../../ui/index.ts";
import { WriteAction } from "../wallet/index.ts";
import { useCredit, useWithdrawCredit } from "./useRewards.ts";

/** Seat fees, tips, bounties and refunds: paid by rounds, not by reward epochs. */
export function CreditPanel({ account }: { account: Address }) {
  const credit = useCredit(account);
  const write = useWithdrawCredit();
  return (
    <section className="panel" aria-label="Seat fees">
      <QueryView query={credit} lines={3}>
        {(wei) => (
          <>
            <p className="figure-value">
              <Amount wei={wei} />
            </p>
            <p className="muted">seat fees, tips, bounties and refunds, from rounds</p>
            <WriteAction
              label={wei > 0n ? `Withdraw ${asy(wei)}` : "Withdraw seat fees"}
              variant="plain"
              write={write}
              onPress={() => write.run(undefined)}
              blocks={[wei === 0n && "No round owes this account anything."]}
            />
          </>
        )}
      </QueryView>
    </section>
  );
}
