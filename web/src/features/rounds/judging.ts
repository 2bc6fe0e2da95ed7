import { textHash } from "@assay/sdk/hashing";

/** What judges did about a round's seats, as the index tells it. Times are unix seconds, amounts token wei. */

export interface LeafPlace {
  slot: number;
  position: number;
}

interface SeatRef {
  id: string;
  seat: number;
  redraw: number;
}

export interface AuditRecord {
  id: string;
  auditor: SeatRef;
  audited: SeatRef;
  resultHash: string;
  cid: string;
  challenge: { id: string } | null;
  timestamp: string;
  txHash: string;
}

export interface DemandRecord extends LeafPlace {
  id: string;
  seat: SeatRef;
  state: "OPEN" | "ANSWERED" | "EXPIRED" | "DROPPED";
  demander: string;
  bond: string;
  deadline: string;
  openedTx: string;
  closedTx: string | null;
}

export interface JurorRecord {
  number: number;
  state: "DRAWN" | "COMMITTED" | "REVEALED" | "SILENT" | "WITHHELD";
  answer: string | null;
  evaluator: { id: string };
  committedTx: string | null;
  revealedTx: string | null;
}

export interface CaseRecord {
  id: string;
  state: "WAITING" | "VOTING" | "DECIDED" | "HUNG";
  wantedJurors: number;
  jurorCount: number;
  committedCount: number;
  revealedCount: number;
  pay: string;
  window: string;
  evidenceCid: string;
  commitDeadline: string | null;
  commitsClosedAt: string | null;
  verdict: string | null;
  votesFor: number | null;
  openedAt: string;
  jurors: JurorRecord[];
}

export interface ChallengeRecord extends LeafPlace {
  id: string;
  seat: SeatRef;
  challenger: string;
  bond: string;
  finding: boolean;
  end: "BAD" | "CLEAN" | "HUNG" | "VOID" | "MOOT" | null;
  openedTx: string;
  settledTx: string | null;
  juryCase: CaseRecord;
}

export interface AnnouncementRecord {
  id: string;
  number: string;
  prover: string;
  state: "ANNOUNCED" | "HOLDS" | "OVERTAKEN" | "PAID";
  seat: SeatRef | null;
  ground: string | null;
  bounty: string | null;
  claimableFrom: string | null;
  announcedTx: string;
  provenTx: string | null;
  paidTx: string | null;
}

export interface Judging {
  audits: AuditRecord[];
  demands: DemandRecord[];
  challenges: ChallengeRecord[];
  announcements: AnnouncementRecord[];
}

const SEAT = "seat { id seat redraw }";

/** GraphQL fields of Judging, on a round. */
export const JUDGING = `
  audits(first: 1000, orderBy: timestamp) {
    id auditor { id seat redraw } audited { id seat redraw } resultHash cid challenge { id } timestamp txHash
  }
  demands(first: 1000, orderBy: openedAt) { id ${SEAT} slot position state demander bond deadline openedTx closedTx }
  challenges(first: 1000, orderBy: challengeId) {
    id ${SEAT} slot position challenger bond finding end openedTx settledTx
    juryCase {
      id state wantedJurors jurorCount committedCount revealedCount pay window evidenceCid commitDeadline commitsClosedAt
      verdict votesFor openedAt
      jurors(first: 15, orderBy: number) { number state answer evaluator { id } committedTx revealedTx }
    }
  }
  announcements(first: 1000, orderBy: number) {
    id number prover state ${SEAT} ground bounty claimableFrom announcedTx provenTx paidTx
  }`;

/** Of all that judges did, what is about one seat. */
export function aboutSeat(judging: Judging, seatId: string) {
  return {
    audited: judging.audits.find((audit) => audit.audited.id === seatId),
    did: judging.audits.find((audit) => audit.auditor.id === seatId),
    demands: judging.demands.filter((demand) => demand.seat.id === seatId),
    challenges: judging.challenges.filter((challenge) => challenge.seat.id === seatId),
    proofs: judging.announcements.filter((one) => one.seat?.id === seatId && one.state !== "OVERTAKEN"),
  };
}

const DEMANDS: Record<DemandRecord["state"], string> = {
  OPEN: "waiting for an answer",
  ANSWERED: "answered",
  EXPIRED: "not answered: convicted",
  DROPPED: "no longer needed",
};
export const demandWords = (state: DemandRecord["state"]): string => DEMANDS[state];

const ENDS: Record<NonNullable<ChallengeRecord["end"]>, string> = {
  BAD: "wrong: the seat is convicted",
  CLEAN: "right: the model gives this answer",
  HUNG: "no majority: anyone may ask again",
  VOID: "no jury could be drawn: the round is void",
  MOOT: "no longer needed: the seat or the round had ended before",
};

/** Where a challenge stands, in words. */
export function challengeWords(challenge: Pick<ChallengeRecord, "end" | "juryCase">, now: number): string {
  if (challenge.end) return ENDS[challenge.end];
  const { state, jurorCount, committedCount, revealedCount } = challenge.juryCase;
  if (state === "WAITING") return "waiting for jurors to be drawn";
  if (state === "DECIDED" || state === "HUNG") return "the jury has finished; anyone may settle it";
  return isRevealing(challenge.juryCase, now)
    ? `revealing: ${revealedCount} of ${committedCount} votes shown`
    : `voting: ${committedCount} of ${jurorCount} votes committed`;
}

/** Whether a case's commits are over, by votes or by the clock. */
export function isRevealing(asked: Pick<CaseRecord, "commitsClosedAt" | "commitDeadline">, now: number): boolean {
  return asked.commitsClosedAt !== null || (asked.commitDeadline !== null && now > Number(asked.commitDeadline));
}

/** When the case's running window ends; undefined where none runs. */
export function caseEnd(asked: CaseRecord, now: number): number | undefined {
  if (asked.state !== "VOTING" || asked.commitDeadline === null) return undefined;
  if (!isRevealing(asked, now)) return Number(asked.commitDeadline);
  return Number(asked.commitsClosedAt ?? asked.commitDeadline) + Number(asked.window);
}

/** What jurors answer where a trial is as the model produces it. */
const CLEAN = textHash("clean");

/** A juror's answer in words. */
export const answerWords = (answer: string): string => (answer === CLEAN ? "right" : "wrong");
