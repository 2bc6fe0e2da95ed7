import { useQuery } from "@tanstack/react-query";
import { useGraph } from "../../app/data/graph.ts";
import { getJson } from "../../app/data/http.ts";
import { JUDGED_ROUND, type JudgedRound } from "../evidence/index.ts";

export interface SeatRecord {
  seat: number;
  state: string;
  evaluator: { id: string };
  commitment: string | null;
  committedAt: string | null;
  committedTx: string | null;
  root: string | null;
  lanes: string | null;
  laneCounts: number[] | null;
  transcriptCid: string | null;
  reportCid: string | null;
  revealedAt: string | null;
  revealedTx: string | null;
  paidAmount: string | null;
  closedAt: string | null;
  closedTx: string | null;
}

export interface RoundSummary extends JudgedRound {
  model: { id: string };
  seatCount: number;
  committedCount: number;
  revealedCount: number;
}

export interface RoundRecord extends RoundSummary {
  publisher: string;
  fee: string;
  seedBlock: string;
  seed: string | null;
  datanet: { id: string } | null;
  version: { version: number } | null;
  batch: { batchId: number; retired: boolean; itemsCid: string | null } | null;
  keyDeadline: string | null;
  commitDeadline: string | null;
  revealDeadline: string | null;
  voidReason: string | null;
  refund: string | null;
  openedTx: string;
  drawnAt: string | null;
  drawnTx: string | null;
  keysAt: string | null;
  keysTx: string | null;
  closedTx: string | null;
  seats: SeatRecord[];
}

const SUMMARY = `${JUDGED_ROUND} model { id } seatCount committedCount revealedCount`;

const LIST = `query Rounds { rounds(first: 100, orderBy: openedAt, orderDirection: desc) { ${SUMMARY} } }`;

const ONE = `query Round($id: ID!) {
  round(id: $id) {
    ${SUMMARY}
    publisher fee seedBlock seed datanet { id } version { version } batch { batchId retired itemsCid }
    keyDeadline commitDeadline revealDeadline voidReason refund openedTx drawnAt drawnTx keysAt keysTx closedTx
    seats(orderBy: seat) {
      seat state evaluator { id } commitment committedAt committedTx root lanes laneCounts transcriptCid reportCid
      revealedAt revealedTx paidAmount closedAt closedTx
    }
  }
}`;

export const useRounds = () => useGraph<{ rounds: RoundSummary[] }>("rounds", LIST);
export const useRound = (id: string) => useGraph<{ round: RoundRecord | null }>("round", ONE, { id });

/** What an evaluator of this stack says of a seat it holds. */
export interface SeatWork {
  roundId: string;
  seat: number;
  stage: string;
  percentage: number;
  secondsLeft?: number;
}

/** Seats being worked on right now by the evaluators this portal runs. */
export function useSeatWork(active: boolean) {
  return useQuery({
    queryKey: ["evaluator", "seats", "work"],
    enabled: active,
    refetchInterval: 1500,
    queryFn: async () => (await getJson<{ seats: SeatWork[] }>("/api/evaluator/seats")).seats,
  });
}
