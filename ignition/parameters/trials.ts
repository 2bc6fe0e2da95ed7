/** First position and number of positions a suite runs of one condition (contracts/types/TrialLayout.sol). */
interface Run {
  readonly first: number;
  readonly count: number;
}

/**
 * Packs the positions a suite runs into a trial mask.
 * @returns bit i set when the trial at position i runs
 */
function maskOf(runs: readonly Run[]): bigint {
  return runs.reduce((mask, { first, count }) => mask | (((1n << BigInt(count)) - 1n) << BigInt(first)), 0n);
}

/**
 * first, repeat x5, carry-over x4 and format x5. The worker has a trial for every position; why production runs these is
 * in docs/decisions/0015-graded-forms-and-trials-that-do-not-apply.md.
 */
export const TRIAL_MASK = maskOf([
  { first: 0, count: 1 },
  { first: 1, count: 5 },
  { first: 6, count: 4 },
  { first: 18, count: 5 },
]);

/** Lanes that must reach the gate: first (0), all five repeats (5), carry-over (6) and format (8). */
export const GATED_LANES = [0, 5, 6, 8].reduce((mask, lane) => mask | (1 << lane), 0);
