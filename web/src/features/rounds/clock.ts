import type { RoundClockFragment } from "@assay/sdk/graph";

/** What of a round its phase follows from; times are unix seconds, `phase` is that of the newest event. */
export type RoundClock = RoundClockFragment;

/** Phases that the clock moves on without an event. */
const TIMED = new Set(["COMMIT", "SECOND_COMMIT", "REVEAL", "AUDIT", "FINALIZABLE"]);

/** When the commits of a keyed round end or ended. */
export const commitsEnd = (round: RoundClock): number =>
  Number(round.commitsClosedAt ?? round.secondCommitDeadline ?? round.commitDeadline);

/** When its reveals end or ended; nobody waits for a seat that did not commit. */
export const revealsEnd = (round: RoundClock): number =>
  Number(round.revealsClosedAt ?? (round.committedCount === 0 ? commitsEnd(round) : round.revealDeadline));

/** The phase at a moment, by the rule of the contract: what has closed never opens again. */
export function phaseAt(round: RoundClock, now: number): string {
  if (!TIMED.has(round.phase)) return round.phase;
  if (round.commitsClosedAt === null) {
    if (now < Number(round.commitDeadline)) return "COMMIT";
    if (now < commitsEnd(round)) return "SECOND_COMMIT";
  }
  if (now < revealsEnd(round)) return "REVEAL";
  if (round.heldCount > 0) return "AUDIT";
  // Audits that are all done end nothing: whoever announced a fraud proof needs the window to show it.
  return now >= Number(round.auditDeadline) ? "FINALIZABLE" : "AUDIT";
}

/** When the phase is over if nobody acts; undefined where time alone ends nothing. */
export function phaseEnd(round: RoundClock, phase: string): number | undefined {
  if (phase === "AUDIT") return Number(round.auditDeadline);
  if (phase === "REVEAL") return revealsEnd(round);
  if (phase === "SECOND_COMMIT") return commitsEnd(round);
  const deadline = { OPEN: round.drawDeadline, DRAWN: round.keyDeadline, COMMIT: round.commitDeadline }[phase];
  return deadline == null ? undefined : Number(deadline);
}
