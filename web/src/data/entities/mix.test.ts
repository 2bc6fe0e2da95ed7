import assert from "node:assert/strict";
import { test } from "node:test";
import { kindsOf, mixWords, shareOf } from "./mix.ts";

test("older jobs' switches are shares", () => {
  assert.deepEqual([true, false, undefined, 0.2].map(shareOf), [0.5, 0, 0.5, 0.2]);
});

test("kinds keep one order, and a job without them has all", () => {
  assert.deepEqual(kindsOf(["typos", "casing", "magic"]), ["casing", "typos"]);
  assert.equal(kindsOf(undefined).length, 5);
});

test("the mix in words", () => {
  assert.equal(mixWords(true, undefined), "half of the examples altered");
  assert.equal(mixWords(0.25, ["typos", "casing"]), "25 of 100 examples altered: casing, typos");
  assert.equal(mixWords(1, undefined), "all examples altered");
  assert.equal(mixWords(0, undefined), "off");
  assert.equal(mixWords(0.5, []), "off");
});
