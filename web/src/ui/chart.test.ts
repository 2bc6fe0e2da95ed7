import assert from "node:assert/strict";
import { test } from "node:test";
import { gateWords, pathOf, scaleOf, ticksOf } from "./chart.ts";

test("ticks are round and stay within the domain", () => {
  assert.deepEqual(ticksOf(0, 32), [0, 10, 20, 30]);
  assert.deepEqual(ticksOf(0, 1), [0, 0.25, 0.5, 0.75, 1]);
  assert.deepEqual(ticksOf(0.3, 0.9, 3), [0.4, 0.6, 0.8]);
  assert.deepEqual(ticksOf(5, 5), [5]);
});

test("a scale maps ends to ends, upside down too, and one value to the middle", () => {
  const y = scaleOf([0, 32], [100, 20]);
  assert.deepEqual([y.at(0), y.at(16), y.at(32)], [100, 60, 20]);
  assert.equal(scaleOf([7, 7], [0, 10]).at(7), 5);
});

test("the gate's words keep clear of the line", () => {
  const line = (...values: number[]) => values.map((y, x) => ({ x, y }));
  assert.deepEqual(gateWords(line(31, 20), 30), { isAtEnd: true, isBelow: false });
  assert.deepEqual(gateWords(line(20, 29), 30), { isAtEnd: false, isBelow: false });
  assert.deepEqual(gateWords(line(32, 31), 25), { isAtEnd: false, isBelow: true });
});

test("a path is straight, or holds each value until the next", () => {
  const scale = scaleOf([0, 10], [0, 10]);
  const points = [
    { x: 0, y: 1 },
    { x: 5, y: 3 },
  ];
  assert.equal(pathOf(points, scale, scale), "M0.0,1.0L5.0,3.0");
  assert.equal(pathOf(points, scale, scale, true), "M0.0,1.0H5.0V3.0");
  assert.equal(pathOf([], scale, scale), "");
});
