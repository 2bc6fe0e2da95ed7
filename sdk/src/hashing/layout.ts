/**
 * Meaning of trial positions and lanes; mirrors contracts/types/TrialLayout.sol and can never change, because committed
 * transcript roots depend on it.
 */

/** Conditions in position order: [first, first + count) are its trial positions, `lane` its (gated) lane. */
export const TRIAL_LAYOUT = [
  { condition: "first", first: 0, count: 1, lane: 0 },
  { condition: "repeat", first: 1, count: 5, lane: 5 },
  { condition: "carry-over", first: 6, count: 8, lane: 6 },
  { condition: "sharded", first: 14, count: 4, lane: 7 },
  { condition: "format", first: 18, count: 8, lane: 8 },
  { condition: "edge", first: 26, count: 8, lane: 9 },
  { condition: "retry", first: 34, count: 4, lane: 10 },
  { condition: "load", first: 38, count: 4, lane: 11 },
  { condition: "regression", first: 42, count: 2, lane: 12 },
] as const;

export type Condition = (typeof TRIAL_LAYOUT)[number]["condition"];

/** Trial positions in all. */
export const POSITIONS = 44;
/** Lanes of a packed word: 16 x uint16, lane 0 in the lowest bits. */
export const LANE_COUNT = 16;
/** Lanes 1..5: the item passed at least 1..5 of its repeats; lane 5 is the gated one. */
export const REPEAT_LANES = [1, 2, 3, 4, 5] as const;

/** Name of what a lane counts, for tables. */
export function laneName(lane: number): string {
  if (lane >= 1 && lane <= 4) return `repeat >= ${lane}`;
  return TRIAL_LAYOUT.find((entry) => entry.lane === lane)?.condition ?? `lane ${lane}`;
}

/** Condition of a trial position, or undefined outside the layout. */
export function conditionOf(position: number): Condition | undefined {
  return TRIAL_LAYOUT.find((entry) => position >= entry.first && position < entry.first + entry.count)?.condition;
}
