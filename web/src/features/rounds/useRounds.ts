import { JUDGED_ROUND, type JudgedRound } from "../../data/entities/conditions.ts";
import { useGraph } from "../../data/graph.ts";
import { useGraphPages } from "../../data/pages.ts";
import { ROUND_CLOCK, type RoundClock } from "./clock.ts";
import { JUDGING, type Judging } from "./judging.ts";
import { type CreditRecord, payingTransactions } from "./money.ts";

export interface SeatRecord {
  id: string;
  stakerId: string;
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
  drawnBlock: string | null;
  drawnTx: string | null;
  reopenedTx: string | null;
  /** The epoch whose seed draws the trials to audit. */
  auditEpoch: string | null;
  auditSeed: string | null;
  seats: SeatRecord[];
}

export interface RoundSummary extends JudgedRound, RoundClock {
  model: { id: string };
  seatCount: number;
  revealedCount: number;
}

export interface RoundRecord extends RoundSummary, Judging {
  publisher: string;
  fee: string;
  quorum: number;
  convictedCount: number;
  selfSet: boolean;
  selfSetWeight: string | null;
  selfSetTotalWeight: string | null;
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
  paramSet: JudgedRound["paramSet"] & {
    id: string;
    auditLeaves: number;
    auditWindow: string;
    answerWindow: string;
    custodianBond: string;
    challengeBond: string;
    stakeUnit: string;
  };
  /** The first is draw 0. */
  draws: DrawRecord[];
}

const SUMMARY = `${JUDGED_ROUND} ${ROUND_CLOCK} model { id } seatCount revealedCount`;

const LIST = `query Rounds($first: Int!, $before: BigInt!) {
  rounds(first: $first, orderBy: roundId, orderDirection: desc, where: { roundId_lt: $before }) { ${SUMMARY} }
}`;

const ONE = `query Round($id: ID!) {
  round(id: $id) {
    ${SUMMARY}
    publisher fee quorum convictedCount selfSet selfSetWeight selfSetTotalWeight datanet { id } version { version } batch { batchId retired itemsCid }
    voidReason refund openedTx drawnAt drawnTx keysAt keysTx closedTx
    paramSet { id auditLeaves auditWindow answerWindow custodianBond challengeBond stakeUnit }
    draws(orderBy: redraw) {
      id redraw openEpoch epoch seed barred drawnAt drawnBlock drawnTx reopenedTx auditEpoch auditSeed
      seats(orderBy: seat) {
        id stakerId seat reserve state evaluator { id } commitment committedAt committedTx root lanes laneCounts transcriptCid reportCid
        revealedAt revealedTx audited reason bountyTo bounty paidAmount lostAmount closedTx
      }
    }
    ${JUDGING}
  }
}`;

const CREDITS = `query RoundCredits($transactions: [Bytes!]!) {
  roundCredits(first: 1000, where: { txHash_in: $transactions }, orderBy: block) { account amount logIndex txHash }
}`;

/** Every round, newest first, page by page. */
export const useRoundPages = () =>
  useGraphPages<RoundSummary>({ name: "rounds", document: LIST, list: "rounds", cursor: ({ id }) => id });

export const useRound = (id: string) => useGraph<{ round: RoundRecord | null }>("round", ONE, { id });

/** What Admission credited in the transactions that moved a round on: tips and what came back. */
export function useRoundCredits(round: RoundRecord) {
  const transactions = payingTransactions(round);
  return useGraph<{ roundCredits: CreditRecord[] }>(
    "round-credits",
    CREDITS,
    { transactions },
    transactions.length > 0,
  );
}
