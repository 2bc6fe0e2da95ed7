import {
  type DrawRecordFragment,
  RoundCreditsDocument,
  RoundDocument,
  type RoundQuery,
  type RoundSummaryFragment,
  RoundsDocument,
  type SeatRecordFragment,
} from "@assay/sdk/graph";
import { useProtocol } from "../../data/entities/useProtocol.ts";
import { useGraph } from "../../data/graph.ts";
import { NEWEST, useGraphPages } from "../../data/pages.ts";
import { payingTransactions } from "./money.ts";

export type SeatRecord = SeatRecordFragment;
export type DrawRecord = DrawRecordFragment;
export type RoundSummary = RoundSummaryFragment;
export type RoundRecord = NonNullable<RoundQuery["round"]>;

/** Every round, newest first, page by page. */
export const useRoundPages = () =>
  useGraphPages({
    document: RoundsDocument,
    variables: (range: { first: number; before: string }) => range,
    list: ({ rounds }) => rounds,
    cursor: ({ id }) => id,
    start: NEWEST,
    total: useProtocol().data?.protocol?.roundCount,
  });

export const useRound = (id: string) => useGraph(RoundDocument, { id });

/** What Admission credited in the transactions that moved a round on: tips and what came back. */
export function useRoundCredits(round: RoundRecord) {
  const transactions = payingTransactions(round);
  return useGraph(RoundCreditsDocument, { transactions }, { enabled: transactions.length > 0 });
}
