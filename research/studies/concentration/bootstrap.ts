import { createRandom } from "./random.ts";

export interface Interval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

const RESAMPLES = 2_000;

/** Mean with its 95% percentile bootstrap interval (B. Efron 1979), over runs with seeds of their own. */
export function bootstrap(values: readonly number[], seed = 1): Interval {
  const random = createRandom(seed);
  const meanOf = (list: readonly number[]): number => list.reduce((sum, value) => sum + value, 0) / list.length;
  const means = Array.from({ length: RESAMPLES }, () => {
    let sum = 0;
    for (let at = 0; at < values.length; at++) sum += values[random.below(values.length)] ?? 0;
    return sum / values.length;
  }).sort((a, b) => a - b);
  const at = (share: number): number => means[Math.min(RESAMPLES - 1, Math.floor(share * RESAMPLES))] ?? Number.NaN;
  return { mean: meanOf(values), low: at(0.025), high: at(0.975) };
}
