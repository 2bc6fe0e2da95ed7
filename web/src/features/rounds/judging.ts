import type {
  AnnouncementRecordFragment,
  AuditRecordFragment,
  CaseRecordFragment,
  ChallengeRecordFragment,
  DemandRecordFragment,
  JudgingFragment,
  JurorRecordFragment,
} from "@assay/sdk/graph";
import { textHash } from "@assay/sdk/hashing";

/** What judges did about a round's seats. Times are unix seconds, amounts token wei. */
export type Judging = JudgingFragment;
export type AuditRecord = AuditRecordFragment;
export type DemandRecord = DemandRecordFragment;
export type JurorRecord = JurorRecordFragment;
export type CaseRecord = CaseRecordFragment;
export type ChallengeRecord = ChallengeRecordFragment;
export type AnnouncementRecord = AnnouncementRecordFragment;

export interface LeafPlace {
  slot: number;
  position: number;
}

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
