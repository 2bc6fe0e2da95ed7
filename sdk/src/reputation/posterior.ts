import { betaQuantile } from "./beta.ts";

/** What is believed before any evidence. Jeffreys' prior (.5, .5) makes the 5% quantile nearly the exact lower bound. */
export type Prior = { alpha: number; beta: number };

/** Seconds after which evidence counts half. Failures fade slower: trust is lost faster than it is won back. */
export type HalfLives = { passSeconds: number; failureSeconds: number };

/** Evidence as of a time (unix seconds), in items: a round's item counts 1, a live call at most 1. */
export type Tally = { passes: number; failures: number; at: number };

/** Parameters of a beta distribution. */
export type Posterior = { alpha: number; beta: number };

export const EMPTY_TALLY: Tally = { passes: 0, failures: 0, at: 0 };

/** Evidence faded to a later time; at an earlier time it stays as it is, since a clock that went back knows no more. */
export function fade(tally: Tally, at: number, halfLives: HalfLives): Tally {
  const age = at - tally.at;
  if (age <= 0) return tally;
  return {
    passes: tally.passes * 2 ** (-age / halfLives.passSeconds),
    failures: tally.failures * 2 ** (-age / halfLives.failureSeconds),
    at,
  };
}

/** Both pieces of evidence as of the later one's time. The order of arrival does not matter, but for rounding. */
export function addEvidence(known: Tally, found: Tally, halfLives: HalfLives): Tally {
  const at = Math.max(known.at, found.at);
  const [a, b] = [fade(known, at, halfLives), fade(found, at, halfLives)];
  return { passes: a.passes + b.passes, failures: a.failures + b.failures, at };
}

/** The posterior of a pass rate as of a time. */
export function posteriorAt(tally: Tally, at: number, prior: Prior, halfLives: HalfLives): Posterior {
  const { passes, failures } = fade(tally, at, halfLives);
  return { alpha: prior.alpha + passes, beta: prior.beta + failures };
}

export const posteriorMean = ({ alpha, beta }: Posterior): number => alpha / (alpha + beta);

/** The pass rate that is exceeded with probability 1 - quantile. */
export const posteriorQuantile = ({ alpha, beta }: Posterior, quantile: number): number =>
  betaQuantile(quantile, alpha, beta);
