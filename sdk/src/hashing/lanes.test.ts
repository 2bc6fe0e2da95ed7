import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { itemLanes, lowerMedianLanes, packLanes, unpackLanes } from "./lanes.ts";
import { conditionOf, laneName } from "./layout.ts";

const counts = fc.array(fc.integer({ min: 0, max: 65_535 }), { minLength: 16, maxLength: 16 });

test("default: packing survives unpacking", () => {
  fc.assert(fc.property(counts, (lanes) => assert.deepEqual(unpackLanes(packLanes(lanes)), lanes)));
});

test("default: lanes of an item", () => {
  const mask = 0b1111_11n; // first and five repeats
  assert.deepEqual(itemLanes(mask, mask).slice(0, 8), [1, 1, 1, 1, 1, 1, 0, 0]);
  assert.deepEqual(itemLanes(0b0110_11n, mask).slice(0, 8), [1, 1, 1, 1, 0, 0, 0, 0]);
  assert.deepEqual(itemLanes(0n, mask), new Array(16).fill(0));
});

test("behavior: repeat lanes never increase", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 2n ** 44n - 1n }), (bits) => {
      const [, ...repeats] = itemLanes(bits, 2n ** 44n - 1n).slice(0, 6);
      for (const [i, lane] of repeats.entries()) assert.ok(lane >= (repeats[i + 1] ?? 0));
    }),
  );
});

test("behavior: the lower median is a value of a seat and not above the half", () => {
  fc.assert(
    fc.property(fc.array(counts, { minLength: 1, maxLength: 6 }), (seats) => {
      const median = unpackLanes(lowerMedianLanes(seats.map(packLanes)));
      for (const [lane, value] of median.entries()) {
        const column = seats.map((seat) => seat[lane] ?? 0);
        assert.ok(column.includes(value));
        assert.ok(column.filter((other) => other >= value).length >= seats.length / 2);
        assert.ok(column.filter((other) => other <= value).length >= Math.floor((seats.length + 1) / 2));
      }
    }),
  );
});

test("error: bits outside the mask, masks outside the layout, no seats", () => {
  assert.throws(() => itemLanes(2n, 1n), { code: "TRIAL_BITS" });
  assert.throws(() => itemLanes(0n, 1n << 44n), { code: "TRIAL_MASK" });
  assert.throws(() => lowerMedianLanes([]), { code: "LANES" });
  assert.throws(() => packLanes([65_536]), { code: "HASH_RANGE" });
});

test("layout: names", () => {
  assert.deepEqual([0, 3, 5, 6, 13].map(laneName), ["first", "repeat >= 3", "repeat", "carry-over", "lane 13"]);
  assert.deepEqual([0, 5, 6, 43, 44].map(conditionOf), ["first", "repeat", "carry-over", "regression", undefined]);
});
