/** Probabilities the economics rest on, computed exactly enough to print: no sampling, no tables. */

/** Binomial coefficient n over k. */
export function choose(n: number, k: number): number {
  let result = 1;
  for (let i = 1; i <= k; i++) result = (result * (n - k + i)) / i;
  return result;
}

/** P(X >= atLeast) for X ~ Binomial(n, p). */
export function binomialTail(n: number, p: number, atLeast: number): number {
  let sum = 0;
  for (let i = Math.max(0, atLeast); i <= n; i++) sum += choose(n, i) * p ** i * (1 - p) ** (n - i);
  return sum;
}

/**
 * Probability that whoever holds a share of the stake holds a majority of k seats, and with it the lower median. Seats are
 * drawn with replacement in whole units, so each is theirs with probability `share`.
 */
export function medianFalls(seats: number, share: number): number {
  return binomialTail(seats, share, (seats + 1) / 2);
}

/** Probability that at least one of `audited` leaves drawn at random is among the share that was tampered with. */
export function auditCatches(tampered: number, audited: number): number {
  return 1 - (1 - tampered) ** audited;
}

/**
 * The point at which an increasing function crosses zero, by bisection on [low, high]; undefined where it does not.
 */
export function crossing(f: (x: number) => number, low: number, high: number): number | undefined {
  if (f(low) > 0 || f(high) < 0) return undefined;
  let [a, b] = [low, high];
  for (let i = 0; i < 80; i++) {
    const middle = (a + b) / 2;
    if (f(middle) < 0) a = middle;
    else b = middle;
  }
  return (a + b) / 2;
}
