import type { Address } from "viem";
import { asy } from "../../ui/format.ts";
import { Amount, QueryView } from "../../ui/index.ts";
import { WriteAction } from "../wallet/index.ts";
import { type Credits, useCredits, useWithdrawCredit } from "./useCredits.ts";

/** What each contract holds for people, in their words. */
const BOOKS: { book: keyof Credits; what: string }[] = [
  { book: "admission", what: "Seat fees, tips, bounties and refunds of rounds" },
  { book: "jury", what: "Pay of jurors" },
  { book: "challenges", what: "Bonds and bounties of challenges" },
  { book: "availability", what: "Bonds of demands for a trial, and the pay for answering one" },
  { book: "rewards", what: "Bounties and bonds of reward epochs" },
];

/** Money that contracts hold for the account outside reward epochs: it stays theirs until they take it. */
export function CreditPanel({ account }: { account: Address }) {
  const credits = useCredits(account);
  return (
    <section className="panel" aria-label="Held for you">
      <QueryView query={credits} lines={3}>
        {(held) => (
          <>
            <p className="figure-value">
              <Amount wei={Object.values(held).reduce((sum, wei) => sum + wei, 0n)} />
            </p>
            <p className="muted">held for you by rounds, juries, challenges and reward epochs</p>
            {BOOKS.map(({ book, what }) => (
              <Book key={book} book={book} what={what} wei={held[book]} />
            ))}
            <p className="small muted">It waits without a deadline, and only you can take it.</p>
          </>
        )}
      </QueryView>
    </section>
  );
}

/** One contract's part; where it holds nothing, only what just happened stays. */
function Book({ book, what, wei }: { book: keyof Credits; what: string; wei: bigint }) {
  const write = useWithdrawCredit(book);
  if (wei === 0n && write.stage === "idle" && book !== "admission") return null;
  return (
    <div className="stack-tight">
      <p className="small">
        {what}: <Amount wei={wei} />
      </p>
      <WriteAction
        label={wei > 0n ? `Withdraw ${asy(wei)}` : "Withdraw"}
        variant="plain"
        write={write}
        onPress={() => write.run(undefined)}
        blocks={[wei === 0n && (write.stage === "indexed" ? "Withdrawn." : "No round owes this account anything.")]}
      />
    </div>
  );
}
