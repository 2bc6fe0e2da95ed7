/** The beta distribution: what a count of passes and failures says of a pass rate. Pure, no dependency. */

/**
 * Lanczos' approximation of ln gamma with g = 7 and nine terms (coefficients after P. Godfrey, 2001); the relative error
 * stays below 1e-14 for positive arguments.
 */
const LANCZOS_G = 7;
const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
] as const;

function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const z = x - 1;
  const t = z + LANCZOS_G + 0.5;
  const sum = LANCZOS.reduce((total, term, i) => (i === 0 ? term : total + term / (z + i)), 0);
  return 0.5 * Math.log(2 * Math.PI) + (z + 0.5) * Math.log(t) - t + Math.log(sum);
}

const logBeta = (a: number, b: number): number => logGamma(a) + logGamma(b) - logGamma(a + b);

/** Keeps Lentz' denominators away from zero. */
const TINY = 1e-300;
const MAX_TERMS = 10_000;

/** Continued fraction of the incomplete beta (DLMF 8.17.22) by Lentz' method; converges fast for x < (a + 1) / (a + b + 2). */
function betaFraction(x: number, a: number, b: number): number {
  const guard = (value: number): number => (Math.abs(value) < TINY ? TINY : value);
  let c = 1;
  let d = 1 / guard(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m <= MAX_TERMS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    let step = 1;
    for (const term of [even, odd]) {
      d = 1 / guard(1 + term * d);
      c = guard(1 + term / c);
      step = c * d;
      fraction *= step;
    }
    if (Math.abs(step - 1) < 1e-15) return fraction;
  }
  throw new RangeError(`The incomplete beta function of ${a}, ${b} at ${x} did not converge.`);
}

function requireShapes(a: number, b: number): void {
  if (!(a > 0 && b > 0 && Number.isFinite(a + b)))
    throw new RangeError(`alpha and beta must be positive and finite, not ${a} and ${b}.`);
}

/** Probability that a Beta(a, b) variable is at most x: the regularised incomplete beta function. */
export function betaCdf(x: number, a: number, b: number): number {
  requireShapes(a, b);
  if (!(x > 0)) return 0;
  if (x >= 1) return 1;
  const front = Math.exp(a * Math.log(x) + b * Math.log1p(-x) - logBeta(a, b));
  return x < (a + 1) / (a + b + 2) ? (front * betaFraction(x, a, b)) / a : 1 - (front * betaFraction(1 - x, b, a)) / b;
}

/** Where the bracket is narrow enough: absolute, far below what any count can tell apart. */
const TOLERANCE = 1e-13;

/**
 * The value a Beta(a, b) variable stays below with probability p. Newton's steps, each replaced by a bisection where it
 * would leave the bracket, so it converges for every shape. Absolute error below 1e-12.
 */
export function betaQuantile(p: number, a: number, b: number): number {
  requireShapes(a, b);
  if (!(p >= 0 && p <= 1)) throw new RangeError(`p must be from 0 to 1, not ${p}.`);
  if (p === 0 || p === 1) return p;
  const logB = logBeta(a, b);
  let low = 0;
  let high = 1;
  let x = a / (a + b);
  while (high - low > TOLERANCE) {
    const excess = betaCdf(x, a, b) - p;
    if (excess === 0) return x;
    if (excess > 0) high = x;
    else low = x;
    const density = Math.exp((a - 1) * Math.log(x) + (b - 1) * Math.log1p(-x) - logB);
    const next = x - excess / density;
    const inside = next > low && next < high;
    if (inside && Math.abs(next - x) < TOLERANCE) return next;
    x = inside ? next : (low + high) / 2;
    if (x === low || x === high) return x;
  }
  return (low + high) / 2;
}
