import type { Cleanup, RehearsalResult } from "@assay/sdk/documents";
import { count, duration } from "../../ui/format.ts";

/** A chance as people bet on it: `31 in 100`, never a bare percentage. */
export function chanceWords(chance: number): string {
  const inHundred = Math.round(chance * 100);
  if (inHundred < 1) return "less than 1 in 100";
  if (inHundred > 99) return "more than 99 in 100";
  return `${inHundred} in 100`;
}

/** Conditions as rows of gate bars: the gate is the one of as many items as were rehearsed. */
export function gateScores(result: RehearsalResult, labelOf: (condition: string) => string) {
  return result.conditions.map(({ condition, passes, total, needed }) => ({
    condition,
    label: labelOf(condition),
    passes,
    total,
    needed,
  }));
}

/** `Would fail: 26 of 32 after earlier turns, needs 30.` or `Would pass: the worst is ...` */
export function forecastWords(result: RehearsalResult, labelOf: (condition: string) => string): string {
  const { round } = result;
  if (round.minPasses === null)
    return `Can't pass: at attempt ${round.attempt}, even ${round.items} of ${round.items} items are not enough evidence.`;
  const gated = result.conditions.filter(({ needed }) => needed !== undefined).sort((a, b) => a.passes - b.passes);
  const worst = gated[0];
  if (worst?.needed === undefined) return "No condition of this round is gated.";
  const counts = `${worst.passes} of ${worst.total}, ${labelOf(worst.condition)}`;
  return worst.passes < worst.needed
    ? `Would fail: ${counts}, needs ${worst.needed}.`
    : `Would pass by these counts: the worst is ${counts}, needs ${worst.needed}.`;
}

/** True when a round is more likely than not to pass. */
export const isPromising = (result: RehearsalResult): boolean => result.chance >= 0.5;

const times = (value: number, one: string, many: string): string => `${count(value)} ${value === 1 ? one : many}`;

/** What it took to come here, in one line. */
export function cleanupWords(cleanup: Cleanup): string {
  const counts = [
    times(cleanup.rehearsals, "rehearsal", "rehearsals"),
    times(cleanup.discardedRuns, "discarded run", "discarded runs"),
    times(cleanup.rowEdits, "row edit", "row edits"),
    times(cleanup.rejectedDrafts, "refused round", "refused rounds"),
  ];
  return `${counts.join(", ")}, ${duration(cleanup.cpuSeconds)} of computing`;
}
