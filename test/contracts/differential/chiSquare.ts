/** ln Gamma(x) for x > 0 by Stirling's series, shifted up to x >= 10, where its first terms leave less than 1e-12. */
function lnGamma(x: number): number {
  let shift = 0;
  let z = x;
  for (; z < 10; z++) shift += Math.log(z);
  const series = 1 / (12 * z) - 1 / (360 * z ** 3) + 1 / (1260 * z ** 5) - 1 / (1680 * z ** 7);
  return (z - 0.5) * Math.log(z) - z + Math.log(2 * Math.PI) / 2 + series - shift;
}

/** Regularised lower incomplete gamma P(a, x) by its power series, which converges for every x. */
function lowerGamma(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let n = 1; term > sum * 1e-16; n++) {
    term *= x / (a + n);
    sum += term;
  }
  return sum * Math.exp(a * Math.log(x) - x - lnGamma(a));
}

/** The value that a chi-square variable of `df` degrees of freedom exceeds with probability 1 - `level`; by bisection. */
export function chiSquareCritical(df: number, level: number): number {
  let low = 0;
  let high = 10 * df + 200;
  for (let i = 0; i < 100; i++) {
    const middle = (low + high) / 2;
    if (lowerGamma(df / 2, middle / 2) < level) low = middle;
    else high = middle;
  }
  return low;
}

/** Pearson's statistic of counts against shares of their sum (shares need not be normalised). */
export function chiSquare(counts: readonly number[], shares: readonly number[]): number {
  const draws = counts.reduce((sum, count) => sum + count, 0);
  const whole = shares.reduce((sum, share) => sum + share, 0);
  return counts.reduce((sum, count, i) => {
    const expected = (draws * (shares[i] ?? 0)) / whole;
    return sum + (count - expected) ** 2 / expected;
  }, 0);
}
