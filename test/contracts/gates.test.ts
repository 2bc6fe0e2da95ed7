import assert from "node:assert/strict";
import { test } from "node:test";
import { GATE_ITEMS, GATES } from "../../ignition/parameters/gates.ts";
import { GATED_LANES, TRIAL_MASK } from "../../ignition/parameters/trials.ts";

/** Passes per attempt that the published table must hold for the first attempt (evaluation.md). */
const PUBLISHED = [23, 30, 44, 57, 84, 111];

const ATTEMPTS = [1, 2, 3, 4, 5, 6, 7, 8] as const;

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

test("behavior: the table covers eight attempts of every size, except where even all passes are too little evidence", () => {
  const missing = GATE_ITEMS.flatMap((items) =>
    ATTEMPTS.filter((attempt) => !GATES.some((gate) => gate.items === items && gate.attempt === attempt)).map(
      (attempt) => [items, attempt] as const,
    ),
  );
  assert.equal(GATES.length, GATE_ITEMS.length * ATTEMPTS.length - missing.length);
  assert.deepEqual(missing, [
    [24, 5],
    [24, 6],
    [24, 7],
    [24, 8],
    [32, 7],
    [32, 8],
  ]);
  for (const [items, attempt] of missing)
    assert.ok(!reachesFourFifths(items, items, attempt), `${items} of ${items} would do at ${attempt}`);
});

test("behavior: a later attempt never asks for less, and the first row is the published one", () => {
  for (const { items, attempt, minPasses } of GATES) {
    const before = GATES.find((gate) => gate.items === items && gate.attempt === attempt - 1);
    if (attempt > 1) assert.ok(before !== undefined && before.minPasses <= minPasses, `${items} at ${attempt}`);
  }
  assert.deepEqual(
    GATES.filter((gate) => gate.attempt === 1).map((gate) => gate.minPasses),
    PUBLISHED,
  );
});

test("behavior: the trial mask and gated lanes are the documented words", () => {
  assert.equal(TRIAL_MASK, 0x7c03ffn);
  assert.equal(GATED_LANES, 0b1_0110_0001);
});
