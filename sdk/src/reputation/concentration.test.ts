import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { gini, hhi } from "./concentration.ts";

const amounts = fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 1, maxLength: 40 });
const near = (a: number, b: number) => assert.ok(Math.abs(a - b) < 1e-9, `${a} is not ${b}`);

test("default: known distributions", () => {
  near(gini([1, 1, 1, 1]), 0);
  near(gini([0, 0, 0, 1]), 0.75);
  // 1, 2, 3, 4: mean absolute difference 1.25, mean 2.5.
  near(gini([4, 1, 3, 2]), 0.25);
  near(hhi([1, 1, 1, 1]), 0.25);
  near(hhi([0, 0, 0, 7]), 1);
  near(hhi([3, 1]), 0.625);
});

test("behavior: Gini is half the relative mean difference over all pairs", () => {
  fc.assert(
    fc.property(amounts, (values) => {
      const mean = values.reduce((a, b) => a + b, 0) / values.length;
      const pairs = values.flatMap((a) => values.map((b) => Math.abs(a - b)));
      const expected = mean === 0 ? 0 : pairs.reduce((a, b) => a + b, 0) / pairs.length / (2 * mean);
      near(gini(values), expected);
    }),
  );
});

test("behavior: neither order nor unit matters, and both stay within their limits", () => {
  fc.assert(
    fc.property(amounts, (values) => {
      const scaled = [...values].reverse().map((value) => value * 8);
      near(gini(scaled), gini(values));
      near(hhi(scaled), hhi(values));
      const n = values.length;
      assert.ok(gini(values) > -1e-9 && gini(values) <= (n - 1) / n + 1e-9);
      if (values.some((value) => value > 0)) assert.ok(hhi(values) >= 1 / n - 1e-9 && hhi(values) <= 1 + 1e-9);
    }),
  );
});

test("behavior: giving from the rich to the poor lowers both", () => {
  near(gini([9, 1]) - gini([6, 4]), 0.3);
  assert.ok(hhi([9, 1]) > hhi([6, 4]));
});

test("behavior: nothing to share is not concentrated", () => {
  assert.deepEqual([gini([]), hhi([]), gini([0, 0]), hhi([0, 0])], [0, 0, 0, 0]);
});

for (const value of [-1, Number.NaN, Number.POSITIVE_INFINITY]) {
  test(`error: ${value}`, () => {
    assert.throws(() => gini([1, value]), { name: "AssayError", code: "CONCENTRATION", field: "values[1]" });
    assert.throws(() => hhi([1, value]), { code: "CONCENTRATION" });
  });
}
