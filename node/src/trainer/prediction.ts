/**
 * What a rehearsal says about a round, as probabilities. Assumptions, all named on the page: the rehearsed rows and the
 * exam's items are drawn alike; items are independent of each other; the median seat counts like the rehearsal's one
 * seat did; the model and the rows were not chosen by looking at these very rows (rehearsals are counted for that).
 */

/** One-sided level of the bounds (evaluation.md). */
const ALPHA = 0.05;
/** Steps of the bisection: below 1e-12 of a share. */
const BISECTIONS = 40;
/** Simulated rounds: the standard error of a chance is at most 0.0036. */
const SIMULATIONS = 20_000;

/** P(X >= passes) for X ~ Binomial(total, share). */
function upperTail(passes: number, total: number, share: number): number {
  let logChoose = 0;
  let sum = 0;
  for (let count = 0; count <= total; count++) {
    if (count > 0) logChoose += Math.log(total - count + 1) - Math.log(count);
    if (count >= passes) sum += Math.exp(logChoose + count * Math.log(share) + (total - count) * Math.log1p(-share));
  }
  return sum;
}

/** One-sided 95% lower bound of a binomial share (Clopper and Pearson, Biometrika 26, 1934), by bisection. */
export function lowerBound(passes: number, total: number): number {
  if (passes <= 0 || total <= 0) return 0;
  let [low, high] = [0, passes / total];
  for (let i = 0; i < BISECTIONS; i++) {
    const share = (low + high) / 2;
    if (upperTail(passes, total, share) < ALPHA) low = share;
    else high = share;
  }
  return low;
}

/**
 * P(at least `needed` of `items` pass) after `passes` of `total` did: the beta-binomial predictive distribution under a
 * uniform prior of the share (Gelman et al., Bayesian Data Analysis, 3rd ed., section 2.1).
 */
export function chanceOfGate(passes: number, total: number, items: number, needed: number): number {
  const a = passes + 1;
  const b = total - passes + 1;
  let pmf = 1;
  for (let i = 0; i < items; i++) pmf *= (b + i) / (a + b + i);
  let below = 0;
  let above = 0;
  for (let count = 0; count <= items; count++) {
    if (count >= needed) above += pmf;
    else below += pmf;
    pmf *= ((items - count) * (a + count)) / ((count + 1) * (b + items - count - 1));
  }
  return above / (above + below);
}

/** Uniform draws in [0, 1) from one 32-bit seed (xorshift32: Marsaglia, Journal of Statistical Software 8, 2003). */
function uniform(seed: number): () => number {
  let state = seed >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/**
 * P(every gate is reached) by resampling the rehearsed items whole, so that conditions that fail together stay together.
 * `patterns` has one word an item: bit g is set when the item passed gate g. The Bayesian bootstrap (Rubin, Annals of
 * Statistics 9, 1981) drawn as a Polya urn, with two items more in the urn: one that passes every gate and one that
 * fails every gate. Each gate alone then has exactly the distribution of {@link chanceOfGate}.
 */
export function chanceOfAll(
  patterns: readonly number[],
  gates: number,
  items: number,
  needed: number,
  seed: number,
): number {
  const draw = uniform(seed);
  const everyGate = 2 ** gates - 1;
  const base = [...patterns, everyGate, 0];
  const urn = Array.from(base);
  let reached = 0;
  for (let round = 0; round < SIMULATIONS; round++) {
    urn.length = base.length;
    const fails = new Array<number>(gates).fill(0);
    for (let item = 0; item < items; item++) {
      const pattern = urn[Math.floor(draw() * urn.length)] ?? 0;
      urn.push(pattern);
      if (pattern === everyGate) continue;
      for (let gate = 0; gate < gates; gate++) if (((pattern >> gate) & 1) === 0) fails[gate] = (fails[gate] ?? 0) + 1;
    }
    if (fails.every((count) => items - count >= needed)) reached++;
  }
  return reached / SIMULATIONS;
}
