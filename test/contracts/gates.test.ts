import assert from "node:assert/strict";
import { test } from "node:test";
import { GATE_ITEMS, GATES } from "../../ignition/parameters/gates.ts";
import { GATED_LANES, TRIAL_MASK } from "../../ignition/parameters/trials.ts";

/** Passes per attempt that the published table must hold for the first attempt (evaluation.md). */
const PUBLISHED = [23, 30, 44, 57, 84, 111];

/** n choose k, exactly. */
function choose(n: number, k: number): bigint {
  let result = 1n;
  for (let i = 1; i <= k; i++) result = (result * BigInt(n - k + i)) / BigInt(i);
  return result;
}

/**
 * Whether the one-sided Clopper-Pearson lower bound of k of n at alpha = 1 / (20 * 2^(attempt-1)) is >= 4/5. The bound
 * is the p with P(X >= k | p) = alpha, so it is >= 4/5 exactly when P(X >= k | 4/5) <= alpha. Sums of
 * C(n, i) 4^i over 5^n: integers, no rounding, and no code shared with the incomplete beta the table came from.
 */
function reachesFourFifths(k: number, n: number, attempt: number): boolean {
  let tail = 0n;
  for (let i = k; i <= n; i++) tail += choose(n, i) * 4n ** BigInt(i);
  return tail * 20n * 2n ** BigInt(attempt - 1) <= 5n ** BigInt(n);
}

test("default: each gate is the smallest count whose lower bound reaches 0.80", () => {
  for (const { items, attempt, minPasses } of GATES) {
    assert.ok(reachesFourFifths(minPasses, items, attempt), `${minPasses}/${items} at attempt ${attempt} falls short`);
    assert.ok(!reachesFourFifths(minPasses - 1, items, attempt), `${minPasses - 1}/${items} would do at ${attempt}`);
  }
});

test("behavior: the table covers every size for four attempts and matches the published first row", () => {
  assert.equal(GATES.length, GATE_ITEMS.length * 4);
  assert.deepEqual(
    GATES.filter((gate) => gate.attempt === 1).map((gate) => gate.minPasses),
    PUBLISHED,
  );
});

test("behavior: the trial mask and gated lanes are the documented words", () => {
  assert.equal(TRIAL_MASK, 0x7c03ffn);
  assert.equal(GATED_LANES, 0b1_0110_0001);
});
