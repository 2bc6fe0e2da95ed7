import assert from "node:assert/strict";
import { test } from "node:test";
import { tierOf } from "./tier.ts";

test("tierOf: three states answer calls, each in a tier of its own name", () => {
  assert.equal(tierOf({ state: "ADMITTED" }), "admitted");
  assert.equal(tierOf({ state: "PROBATION" }), "probation");
  assert.equal(tierOf({ state: "SANDBOX" }), "sandbox");
});

test("tierOf: no other state answers calls", () => {
  for (const state of ["SUSPENDED", "RETIRED", "constructor", ""]) assert.equal(tierOf({ state }), undefined);
});
