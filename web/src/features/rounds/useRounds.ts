import { useQuery } from "@tanstack/react-query";
import { useGraph } from "../../app/data/graph.ts";
import { getJson } from "../../app/data/http.ts";
import { JUDGED_ROUND, type JudgedRound } from "../evidence/index.ts";
import { ROUND_CLOCK, type RoundClock } from "./clock.ts";

export interface SeatRecord {
  seat: number;
  reserve: boolean;
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
  audited: boolean;
  /** A word in 32 bytes. */
  reason: string | null;
  bountyTo: string | null;
  bounty: string | null;
  paidAmount: string | null;
  lostAmount: string | null;
  closedTx: string | null;
}

/** One drawing of seats; a round has another where the first brought too few results. */
export interface DrawRecord {
  id: string;
  redraw: number;
  openEpoch: string;
  epoch: string | null;
  seed: string | null;
  /** Evaluators that could not be drawn. */
  barred: string[];
  drawnAt: string | null;
  drawnTx: string | null;
  seats: SeatRecord[];
}

export interface RoundSummary extends JudgedRound, RoundClock {
  model: { id: string };
  seatCount: number;
  revealedCount: number;
}

export interface RoundRecord extends RoundSummary {
  publisher: string;
  fee: string;
  quorum: number;
  convictedCount: number;
  selfSet: boolean;
  datanet: { id: string } | null;
  version: { version: number } | null;
  batch: { batchId: number; retired: boolean; itemsCid: string | null } | null;
  voidReason: string | null;
  refund: string | null;
  openedTx: string;
  drawnAt: string | null;
  drawnTx: string | null;
  keysAt: string | null;
  keysTx: string | null;
  closedTx: string | null;
  paramSet: JudgedRound["paramSet"] & { auditLeaves: number; custodianBond: string };
  /** The first is draw 0. */
  draws: DrawRecord[];
}

const SUMMARY = `${JUDGED_ROUND} ${ROUND_CLOCK} model { id } seatCount revealedCount`;

const LIST = `query Rounds { rounds(first: 100, orderBy: openedAt, orderDirection: desc) { ${SUMMARY} } }`;

const ONE = `query Round($id: ID!) {
  round(id: $id) {
    ${SUMMARY}
    publisher fee quorum convictedCount selfSet datanet { id } version { version } batch { batchId retired itemsCid }
    voidReason refund openedTx drawnAt drawnTx keysAt keysTx closedTx paramSet { auditLeaves custodianBond }
    draws(orderBy: redraw) {
      id redraw openEpoch epoch seed barred drawnAt drawnTx
      seats(orderBy: seat) {
        seat reserve state evaluator { id } commitment committedAt committedTx root lanes laneCounts transcriptCid reportCid
        revealedAt revealedTx audited reason bountyTo bounty paidAmount lostAmount closedTx
      }
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
