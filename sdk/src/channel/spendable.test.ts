import assert from "node:assert/strict";
import { test } from "node:test";
import { spendable } from "./spendable.ts";

test("default: what was deposited less what was promised, never below nothing", () => {
  assert.equal(spendable(undefined), 0n);
  assert.equal(spendable({ deposited: "10", cumulative: "3" }), 7n);
  assert.equal(spendable({ deposited: "1", cumulative: "3" }), 0n);
});
