import assert from "node:assert/strict";
import { test } from "node:test";
import { needsOptIn, tierOf } from "./tier.ts";

const states: [state: string, tier: string | undefined, optIn: boolean][] = [
  ["ADMITTED", "admitted", false],
  ["PROBATION", "probation", false],
  ["SANDBOX", "sandbox", true],
  ["SUSPENDED", undefined, false],
  ["RETIRED", undefined, false],
  ["toString", undefined, false],
];

for (const [state, tier, optIn] of states) {
  test(`default: ${state} is ${tier ?? "closed"}`, () => {
    assert.equal(tierOf(state), tier);
    assert.equal(needsOptIn(state), optIn);
  });
}
