import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { betaCdf, betaQuantile } from "./beta.ts";

/** [p, a, b, scipy.stats.beta.ppf(p, a, b)] of SciPy 1.17.1. */
const QUANTILES = [
  [0.05, 0.5, 0.5, 0.0061558297024311365],
  [0.05, 1, 1, 0.05],
  [0.05, 30.5, 2.5, 0.8375867349575379],
  [0.05, 32.5, 0.5, 0.9421851994700847],
  [0.05, 30.5, 6.5, 0.7134939183173323],
  [0.05, 0.5, 40.5, 4.884432335198746e-5],
  [0.05, 64.5, 7.5, 0.8313538300725347],
  [0.05, 111.5, 17.5, 0.8119024136619489],
  [0.05, 1000.25, 3.75, 0.9926435986611366],
  [0.5, 2, 3, 0.3857275681323895],
  [0.95, 30.5, 2.5, 0.9818346173056761],
  [0.05, 1e5, 1e3, 0.9895811116813092],
  [0.05, 3.2, 180.4, 0.005066219567280294],
  [0.01, 0.7, 0.9, 0.0015646295451911224],
  [0.999, 5, 0.5, 0.9999998348802498],
  [0.05, 57, 8, 0.8043596003974222],
  [1e-6, 12.3, 4.5, 0.19630209228038714],
] as const;

/** [x, a, b, scipy.stats.beta.cdf(x, a, b)]. */
const PROBABILITIES = [
  [0.8, 57, 8, 0.0420202161209043],
  [0.1, 0.5, 0.5, 0.20483276469913345],
  [0.999, 111.5, 1.5, 0.9736905986908512],
  [0.3, 2, 3, 0.34829999999999994],
  [1e-6, 0.5, 40, 0.007114137817972974],
] as const;

test("default: quantiles and probabilities are SciPy's", () => {
  for (const [p, a, b, wanted] of QUANTILES)
    assert.ok(Math.abs(betaQuantile(p, a, b) - wanted) < 1e-11, `ppf(${p}, ${a}, ${b}) = ${betaQuantile(p, a, b)}`);
  for (const [x, a, b, wanted] of PROBABILITIES)
    assert.ok(Math.abs(betaCdf(x, a, b) - wanted) < 1e-12, `cdf(${x}, ${a}, ${b}) = ${betaCdf(x, a, b)}`);
});

test("default: the quantile inverts the probability and is mirrored", () => {
  const shape = fc.double({ min: 0.5, max: 2_000, noNaN: true });
  const p = fc.double({ min: 0.001, max: 0.999, noNaN: true });
  fc.assert(
    fc.property(p, shape, shape, (wanted, a, b) => {
      const x = betaQuantile(wanted, a, b);
      // Where the density is steep, 1e-12 in x is more in p.
      const [below, above] = [betaCdf(Math.max(0, x - 1e-11), a, b), betaCdf(Math.min(1, x + 1e-11), a, b)];
      assert.ok(below - 1e-9 <= wanted && wanted <= above + 1e-9, `${wanted} not in ${below}..${above}`);
      assert.ok(Math.abs(1 - betaQuantile(1 - wanted, b, a) - x) < 1e-9);
    }),
    { numRuns: 200, seed: 5 },
  );
});

test("error: shapes and probabilities out of range are named", () => {
  assert.throws(() => betaQuantile(0.05, 0, 1), {
    message: "alpha and beta must be positive and finite, not 0 and 1.",
  });
  assert.throws(() => betaQuantile(1.2, 1, 1), { message: "p must be from 0 to 1, not 1.2." });
  assert.throws(() => betaCdf(0.5, Number.NaN, 1), RangeError);
  assert.deepEqual([betaCdf(-1, 2, 2), betaCdf(2, 2, 2), betaQuantile(0, 2, 2), betaQuantile(1, 2, 2)], [0, 1, 0, 1]);
});
