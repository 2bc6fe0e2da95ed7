import type { Gate } from "./types.ts";

/** Item counts the gate table knows; a batch has one of these sizes. */
export const GATE_ITEMS = [24, 32, 48, 64, 96, 128] as const;

/**
 * kMin by attempt (rows 1..8) and item count (columns as GATE_ITEMS): the smallest count of passes whose one-sided
 * Clopper-Pearson lower bound at level 0.05 / 2^(attempt-1) is at least 0.80. Computed with SciPy 1.17
 * (`beta.ppf(alpha, k, n - k + 1)`) and checked in test/contracts/gates.test.ts by exact rational arithmetic. 0 where even
 * n of n would be too little evidence: the window then holds no such attempt.
 */
const MIN_PASSES: readonly (readonly number[])[] = [
  [23, 30, 44, 57, 84, 111],
  [24, 31, 44, 58, 85, 112],
  [24, 31, 45, 59, 86, 113],
  [24, 32, 46, 60, 87, 114],
  [0, 32, 46, 60, 88, 115],
  [0, 32, 47, 61, 88, 116],
  [0, 0, 47, 61, 89, 117],
  [0, 0, 47, 62, 90, 117],
];

/** The whole gate table, row by row. */
export const GATES: readonly Gate[] = MIN_PASSES.flatMap((row, index) =>
  row.flatMap((minPasses, column) =>
    minPasses === 0 ? [] : [{ items: GATE_ITEMS[column] ?? 0, attempt: index + 1, minPasses }],
  ),
);
