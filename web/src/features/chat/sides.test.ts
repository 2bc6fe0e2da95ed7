import assert from "node:assert/strict";
import { test } from "node:test";
import { sideLabel } from "./sides.ts";

const both = (left: string, right: string) => [sideLabel("left", { left, right }), sideLabel("right", { left, right })];

test("the words above two sides tell them apart, also when the base model answers on the right or on both", () => {
  assert.deepEqual(both("base", "run-1"), ["Base model", "Tuned model"]);
  assert.deepEqual(both("run-1", "base"), ["Tuned model", "Base model"]);
  assert.deepEqual(both("run-1", "run-2"), ["Left", "Right"]);
  assert.deepEqual(both("base", "base"), ["Base model, left", "Base model, right"]);
});
