import assert from "node:assert/strict";
import { test } from "node:test";
import { nextStep } from "./nextStep.ts";

const fresh = { isRegistered: false, isBlocked: false, isRehearsing: false, promising: undefined };

test("a finished run is rehearsed first, then registered or fixed", () => {
  assert.equal(nextStep(fresh), "rehearse");
  assert.equal(nextStep({ ...fresh, isRehearsing: true }), "wait");
  assert.equal(nextStep({ ...fresh, promising: true }), "register");
  assert.equal(nextStep({ ...fresh, promising: false }), "improve");
});

test("another rehearsal is waited for, and what can't be rehearsed is tried in the chat", () => {
  assert.equal(nextStep({ ...fresh, isRehearsing: true, promising: false }), "wait");
  assert.equal(nextStep({ ...fresh, isBlocked: true }), "chat");
});

test("a registered run leads to its model whatever was rehearsed", () => {
  assert.equal(nextStep({ isRegistered: true, isBlocked: true, isRehearsing: true, promising: false }), "open");
});
