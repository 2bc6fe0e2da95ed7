/** How unevenly traffic or income falls on those who could have had some. Plain numbers in, plain numbers out. */
import { AssayError } from "../errors/assay-error.ts";

function total(values: readonly number[]): number {
  const bad = values.findIndex((value) => !(Number.isFinite(value) && value >= 0));
  if (bad !== -1) {
    throw new AssayError(`values[${bad}] is ${values[bad]}: give amounts that are finite and not negative.`, {
      code: "CONCENTRATION",
      field: `values[${bad}]`,
    });
  }
  return values.reduce((sum, value) => sum + value, 0);
}

/**
 * Gini coefficient (C. Gini, Variabilità e mutabilità, 1912): half the mean absolute difference over the mean. 0 where
 * all have the same, (n - 1) / n where one of n has all. Those with nothing belong into `values`: leaving them out makes
 * any market look even. 0 for no values and for values that are all 0, where nobody has more than another.
 */
export function gini(values: readonly number[]): number {
  const sum = total(values);
  if (sum === 0) return 0;
  const n = values.length;
  // Of sorted values, the difference sum of all pairs is 2 Σ (2i - n + 1) x_i, i from 0.
  const weighted = [...values].sort((a, b) => a - b).reduce((acc, value, i) => acc + (2 * i - n + 1) * value, 0);
  return weighted / (n * sum);
}

/**
 * Herfindahl-Hirschman index on the scale 0..1 (O. C. Herfindahl, 1950; A. O. Hirschman, 1945): the sum of squared
 * shares. 1 where one has all, 1/n where n have the same; 1/HHI is the number of equal ones that would be as
 * concentrated. Competition authorities write it times 10,000. 0 where there is nothing to share.
 */
export function hhi(values: readonly number[]): number {
  const sum = total(values);
  if (sum === 0) return 0;
  return values.reduce((acc, value) => acc + (value / sum) ** 2, 0);
}
