import type { DrawRecordFragment, RoundCreditsQuery, RoundQuery } from "@assay/sdk/graph";
import type { Hex } from "viem";

/** A credit that Admission booked in a transaction, in the order of its log. */
export type CreditRecord = RoundCreditsQuery["roundCredits"][number];

export interface Payment {
  label: string;
  account: string;
  amount: string;
  txHash: string;
}

type Paid = Pick<NonNullable<RoundQuery["round"]>, "publisher" | "phase" | "refund" | "closedTx"> & {
  draws: Pick<DrawRecordFragment, "redraw" | "drawnTx" | "reopenedTx">[];
};

/** Transactions of a round that book tips, refunds, or what is left of the fee. */
export const payingTransactions = (round: Paid): Hex[] =>
  [...round.draws.flatMap(({ drawnTx, reopenedTx }) => [drawnTx, reopenedTx]), round.closedTx].filter(
    (tx) => tx !== null,
  );

/**
 * Who was paid for moving the round on, and what came back to the publisher: of a transaction that draws, reopens or
 * closes the first credit is the caller's tip; the one after it, or a refund, is the publisher's.
 */
export function paymentsOf(round: Paid, credits: CreditRecord[]): Payment[] {
  const inTx = (tx: Hex | null) =>
    credits.filter((credit) => credit.txHash === tx).toSorted((a, b) => a.logIndex - b.logIndex);
  const named = (credit: CreditRecord | undefined, label: string): Payment[] =>
    credit === undefined ? [] : [{ label, account: credit.account, amount: credit.amount, txHash: credit.txHash }];
  const again = (redraw: number): string => (redraw === 0 ? "" : ` again (${redraw})`);
  const moving = round.draws.flatMap(({ redraw, drawnTx, reopenedTx }) => [
    ...named(inTx(drawnTx)[0], `Tip for drawing${again(redraw)}`),
    ...named(inTx(reopenedTx)[0], "Tip for closing with too few results"),
  ]);
  const closing = inTx(round.closedTx);
  if (round.phase === "FINAL")
    return [
      ...moving,
      ...named(closing[0], "Tip for closing"),
      ...named(closing[1], "What was left, to the publisher"),
    ];
  const refunded = closing.findLast(({ account, amount }) => account === round.publisher && amount === round.refund);
  const tip = closing.find((credit) => credit !== refunded);
  return [...moving, ...named(tip, "Tip for closing"), ...named(refunded, "Given back to the publisher")];
}
