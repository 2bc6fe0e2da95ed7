import assert from "node:assert/strict";
import { test } from "node:test";
import { faultWords, seatStatus, voidSentence } from "./words.ts";

const words = (state: string, reserve: boolean, phase: string, wasRedrawn = false) =>
  seatStatus({ state, reserve }, phase, wasRedrawn).words;

test("a primary that has not acted is drawn, then silent, as its window goes by", () => {
  assert.deepEqual(
    ["DRAWN", "COMMIT", "SECOND_COMMIT", "REVEAL", "AUDIT"].map((phase) => words("DRAWN", false, phase)),
    ["drawn", "drawn", "silent so far", "silent so far", "silent so far"],
  );
  assert.equal(words("DRAWN", false, "VOID"), "drawn");
});

test("a reserve stands by until its window comes", () => {
  assert.deepEqual(
    ["COMMIT", "SECOND_COMMIT", "REVEAL"].map((phase) => words("STANDING_BY", true, phase)),
    ["reserve, ready", "may step in", "reserve, ready"],
  );
});

test("a committed seat has not revealed once the reveals are over", () => {
  assert.equal(words("COMMITTED", false, "REVEAL"), "committed");
  assert.equal(words("COMMITTED", false, "AUDIT"), "never revealed");
  assert.equal(words("COMMITTED", false, "OPEN", true), "never revealed");
});

test("what events settled does not depend on the clock", () => {
  for (const phase of ["COMMIT", "AUDIT", "FINAL", "VOID"]) {
    assert.equal(words("CONVICTED", false, phase), "convicted");
    assert.equal(words("EXCLUDED", true, phase), "excluded");
  }
});

test("reasons the page does not know are shown as they are", () => {
  assert.match(voidSentence("keys"), /lost bond/);
  assert.equal(voidSentence("new"), "Void: new.");
  assert.equal(faultWords("silent"), "it did not answer a demand");
  assert.equal(faultWords("new"), "new");
});
