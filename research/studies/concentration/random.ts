/** Seeded draws for the simulation: the same seed gives the same market in every process. */

export interface Random {
  /** uniform in [0, 1) */
  next(): number;
  /** whole number in [0, limit) */
  below(limit: number): number;
  /** standard normal */
  normal(): number;
  /** successes of `n` trials of probability `p` */
  binomial(n: number, p: number): number;
}

/** A generator of its own (mulberry32, T. Ettinger 2017: 32 bits of state, enough for a few million draws a run). */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let word = Math.imul(state ^ (state >>> 15), state | 1);
    word ^= word + Math.imul(word ^ (word >>> 7), word | 61);
    return ((word ^ (word >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    next,
    below: (limit) => Math.floor(next() * limit),
    // Box and Muller 1958; 1 - u is never 0.
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    // Failures are rare here, so the inverse of the distribution is walked from n successes down.
    binomial: (n, p) => {
      if (p >= 1) return n;
      let [left, chance] = [next(), p ** n];
      for (let failures = 0; failures < n; failures++) {
        if (left < chance) return n - failures;
        left -= chance;
        chance *= ((n - failures) / (failures + 1)) * ((1 - p) / p);
      }
      return 0;
    },
  };
}
