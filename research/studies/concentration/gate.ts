/** The gate and the routing quantile of the simulated market. */
import { binomialTail } from "../../economics/odds.ts";

const Z_ONE_SIDED_95 = 1.6448536269514722;
const gates = new Map<string, number>();

/**
 * Least passes of `items` whose one-sided Clopper-Pearson lower bound at level `alpha` is at least `target`; items + 1
 * where no count is enough.
 */
export function minPasses(items: number, target: number, alpha: number): number {
  const key = `${items} ${target} ${alpha}`;
  const known = gates.get(key);
  if (known !== undefined) return known;
  let needed = 0;
  // The bound of k is at least `target` exactly when k or more passes have probability <= alpha at `target`.
  while (needed <= items && binomialTail(items, target, needed) > alpha) needed++;
  gates.set(key, needed);
  return needed;
}

const GRID = 500;
const tables = new Map<string, (rate: number) => number>();

/** P(at least `needed` of `items` pass) as a function of the pass rate, read off a grid of 1/500 by straight lines. */
export function tailTable(items: number, needed: number): (rate: number) => number {
  const key = `${items} ${needed}`;
  const known = tables.get(key);
  if (known !== undefined) return known;
  const grid = Float64Array.from({ length: GRID + 1 }, (_, at) => binomialTail(items, at / GRID, needed));
  const read = (rate: number): number => {
    const at = Math.min(GRID - 1, Math.floor(rate * GRID));
    const [low = 0, high = 0] = [grid[at], grid[at + 1]];
    return low + (high - low) * (rate * GRID - at);
  };
  tables.set(key, read);
  return read;
}

/**
 * Lower bound of a pass rate from weighted evidence: E. B. Wilson's one-sided 95% bound (1927). It stands in for the 5%
 * quantile of the Beta posterior, from which it differs by less than .015 at 64 items and more; 0 without evidence.
 */
export function lowerQuantile(passes: number, trials: number): number {
  if (trials <= 0) return 0;
  const z2 = Z_ONE_SIDED_95 ** 2;
  const share = passes / trials;
  const spread = Z_ONE_SIDED_95 * Math.sqrt((share * (1 - share)) / trials + z2 / (4 * trials ** 2));
  return Math.max(0, (share + z2 / (2 * trials) - spread) / (1 + z2 / trials));
}
