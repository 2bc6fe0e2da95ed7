import assert from "node:assert/strict";
import { test } from "node:test";
import { gateDistance, gateGeometry, lowerBound } from "./gate.ts";

test("the bound is the exact one: 30 of 32 and 44 of 48 are the least that keep it at 80%", () => {
  assert.ok(lowerBound(30, 32) >= 0.8 && lowerBound(29, 32) < 0.8);
  assert.ok(lowerBound(44, 48) >= 0.8 && lowerBound(43, 48) < 0.8);
});

test("the bound of a perfect count has a closed form; of none it is zero", () => {
  assert.ok(Math.abs(lowerBound(32, 32) - 0.05 ** (1 / 32)) < 1e-9);
  assert.equal(lowerBound(0, 32), 0);
  assert.equal(lowerBound(0, 0), 0);
});

test("bar, doubt and mark stay on the track, and the doubt ends where the bar does", () => {
  for (let passes = 0; passes <= 32; passes++) {
    const { fill, doubt, mark, failed } = gateGeometry(passes, 32, 30);
    assert.ok(fill >= 0 && fill <= 100 && doubt.left >= 0 && doubt.width >= 0);
    assert.ok(Math.abs(doubt.left + doubt.width - fill) < 1e-9);
    assert.equal(mark, 93.75);
    assert.equal(failed, passes < 30);
  }
});

test("a condition that is only reported has no mark and can't fail", () => {
  const { mark, failed, words } = gateGeometry(3, 32, undefined);
  assert.deepEqual({ mark, failed, words }, { mark: undefined, failed: false, words: "reported, not gated" });
});

test("nothing asked is drawn as nothing", () => {
  assert.equal(gateGeometry(0, 0, undefined).fill, 0);
});

test("the distance is told in items", () => {
  assert.equal(gateDistance(28, 30), "2 short of 30");
  assert.equal(gateDistance(30, 30), "at the gate of 30");
  assert.equal(gateDistance(32, 30), "2 above 30");
});
