import assert from "node:assert/strict";
import { test } from "node:test";
import { createSpan } from "./span.ts";

test("default: halves on each refusal, and doubles again only after many good answers", () => {
  const span = createSpan(1_000);
  assert.equal(span.shrink(), true);
  assert.equal(span.shrink(), true);
  assert.equal(span.size, 250);
  for (let answer = 0; answer < 15; answer++) span.took();
  assert.equal(span.size, 250);
  span.took();
  assert.equal(span.size, 500);
});

test("behavior: never below one, and never above where it began", () => {
  const span = createSpan(2);
  assert.equal(span.shrink(), true);
  assert.equal(span.shrink(), false);
  assert.equal(span.size, 1);
  for (let answer = 0; answer < 100; answer++) span.took();
  assert.equal(span.size, 2);
});
