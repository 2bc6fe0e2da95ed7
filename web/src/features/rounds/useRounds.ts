import {
  type DrawRecordFragment,
  RoundCreditsDocument,
  RoundDocument,
  type RoundQuery,
  type RoundSummaryFragment,
  RoundsDocument,
  type SeatRecordFragment,
} from "@assay/sdk/graph";
import { useGraph } from "../../data/graph.ts";
import { useGraphPages } from "../../data/pages.ts";
import { payingTransactions } from "./money.ts";

export type SeatRecord = SeatRecordFragment;
export type DrawRecord = DrawRecordFragment;
export type RoundSummary = RoundSummaryFragment;
export type RoundRecord = NonNullable<RoundQuery["round"]>;

/** Every round, newest first, page by page. */
export const useRoundPages = () =>
  useGraphPages({
    document: RoundsDocument,
    variables: (range) => range,
    list: ({ rounds }) => rounds,
    cursor: ({ id }) => id,
  });

export const useRound = (id: string) => useGraph(RoundDocument, { id });

/** What Admission credited in the transactions that moved a round on: tips and what came back. */
export function useRoundCredits(round: RoundRecord) {
  const transactions = payingTransactions(round);
  return useGraph(RoundCreditsDocument, { transactions }, { enabled: transactions.length > 0 });
}
