import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import type { OutboxState } from "./intent.ts";
import { nextKey, onceKey } from "./numbering.ts";

let states: Record<string, OutboxState>;
let settled: Set<string>;

beforeEach(() => {
  states = {};
  settled = new Set();
});

const book = { stateOf: async (key: string) => states[key], isSettled: async (key: string) => settled.has(key) };

test("nextKey: stays while the call is open and moves on when it is mined", async () => {
  assert.equal(await nextKey(book, "credit"), "credit");
  for (const state of ["new", "signed"] as const) {
    states.credit = state;
    assert.equal(await nextKey(book, "credit"), "credit");
  }
  states.credit = "mined";
  assert.equal(await nextKey(book, "credit"), "credit#1");
  states["credit#1"] = "signed";
  assert.equal(await nextKey(book, "credit"), "credit#1");
  states.credit = "signed";
  assert.equal(await nextKey(book, "credit"), "credit", "its block was lost, so it is the open one again");
});

for (const state of ["reverted", "cancelled"] as const)
  test(`both: a call that was ${state} is tried under the next number only when that is final`, async () => {
    states.fund = state;
    assert.equal(await nextKey(book, "fund"), "fund");
    assert.equal(await onceKey(book, "fund"), "fund");
    settled.add("fund");
    assert.equal(await nextKey(book, "fund"), "fund#1");
    assert.equal(await onceKey(book, "fund"), "fund#1");
  });

test("onceKey: what was mined is never sent again", async () => {
  states.fund = "reverted";
  states["fund#1"] = "mined";
  settled = new Set(["fund", "fund#1"]);
  assert.equal(await onceKey(book, "fund"), "fund#1");
});
