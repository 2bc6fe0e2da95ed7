import assert from "node:assert/strict";
import { test } from "node:test";
import { chanceOfAll, chanceOfGate, lowerBound } from "./prediction.ts";

/** passes, total, items of the round, needed: betabinom.sf and beta.ppf of SciPy 1.17.1. */
const SCIPY: [number, number, number, number, number, number][] = [
  [26, 32, 32, 30, 0.08139069219632533, 0.6631260814910092],
  [32, 32, 32, 30, 0.8864468864468864, 0.9106318010137352],
  [24, 24, 24, 23, 0.7653061224489794, 0.8826538438450512],
  [60, 64, 64, 57, 0.8254420614229159, 0.8626601191874561],
  [0, 24, 24, 23, 4.11226608321158e-13, 0],
  [44, 48, 128, 111, 0.7876444697087346, 0.8193634792026964],
];
const near = (actual: number, expected: number, by: number, what: string) =>
  assert.ok(Math.abs(actual - expected) <= by, `${what}: ${actual} is not ${expected} within ${by}`);

for (const [passes, total, items, needed, chance, bound] of SCIPY) {
  test(`default: ${passes} of ${total} before a gate of ${needed} of ${items}, as SciPy has it`, () => {
    near(chanceOfGate(passes, total, items, needed), chance, 1e-12, "chance");
    near(lowerBound(passes, total), bound, 1e-9, "bound");
  });
  test(`behavior: ${passes} of ${total}: one gate resampled is that gate alone`, () => {
    const patterns = Array.from({ length: total }, (_, i) => (i < passes ? 1 : 0));
    near(chanceOfAll(patterns, 1, items, needed, 7), chance, 0.0144, "four standard errors");
  });
}

test("behavior: gates that fail on the same items cost once, gates that fail on different ones twice", () => {
  const items = Array.from({ length: 32 }, (_, i) => i);
  const together = chanceOfAll(
    items.map((i) => (i < 2 ? 0b00 : 0b11)),
    2,
    32,
    28,
    3,
  );
  const apart = chanceOfAll(
    items.map((i) => (i < 2 ? 0b01 : i < 4 ? 0b10 : 0b11)),
    2,
    32,
    28,
    3,
  );
  const single = chanceOfGate(30, 32, 32, 28);
  near(together, single, 0.0144, "the same items");
  assert.ok(apart < single - 0.05, `${apart} is far below ${single}`);
});

test("behavior: the same seed gives the same chance", () => {
  const patterns = [3, 3, 1, 2, 3, 3, 3, 3];
  assert.equal(chanceOfAll(patterns, 2, 24, 20, 11), chanceOfAll(patterns, 2, 24, 20, 11));
  assert.notEqual(chanceOfAll(patterns, 2, 24, 20, 11), chanceOfAll(patterns, 2, 24, 20, 12));
});
