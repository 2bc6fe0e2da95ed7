import assert from "node:assert/strict";
import { test } from "node:test";
import { opStack } from "../parameters/opStack.ts";
import { production } from "../parameters/production.ts";
import { isProfileName, namedProfile, PROFILE_NAMES } from "./profiles.ts";

const ADDRESS = `0x${"1".repeat(40)}` as const;
const NAMES = {
  treasury: ADDRESS,
  guardian: ADDRESS,
  "vrf-coordinator": ADDRESS,
  "vrf-key-hash": `0x${"2".repeat(64)}`,
  "vrf-subscription": "7",
} as const;

test("default: a public profile takes the names it is given", () => {
  const profile = namedProfile("opStack", NAMES);
  assert.equal(profile?.guardian, ADDRESS);
  assert.ok(profile?.randomness.kind === "vrf" && profile.randomness.coordinator === ADDRESS);
  assert.equal(profile.randomness.config.subId, 7n);
  assert.equal(profile.paramSet, opStack.paramSet);
});

test("behavior: the local profile needs no names", () => {
  assert.equal(namedProfile("local", {})?.randomness.kind, "blockHash");
  assert.equal(namedProfile("local", { treasury: ADDRESS })?.treasury, ADDRESS);
});

test("error: a public profile without one of its names is none", () => {
  for (const name of Object.keys(NAMES)) {
    assert.equal(namedProfile("production", { ...NAMES, [name]: undefined }), undefined, name);
  }
});

test("behavior: names of profiles", () => {
  assert.deepEqual(PROFILE_NAMES, ["local", "production", "opStack"]);
  assert.ok(isProfileName("opStack"));
  assert.ok(!isProfileName("mainnet"));
});

/** Longest time a sequencer of the OP stack may leave a transaction out before L1 forces it in. */
const FORCED_INCLUSION = 12 * 60 * 60;

test("behavior: on the OP stack no window that punishes silence ends before L1 can force a transaction in", () => {
  const { paramSet } = opStack;
  const windows = ["keyWindow", "commitWindow", "revealWindow", "auditWindow", "answerWindow", "juryWindow"] as const;
  for (const name of [...windows, "epochWindow", "withdrawDelay", "acceptWindow"] as const) {
    assert.ok(paramSet[name] > FORCED_INCLUSION, `${name} is ${paramSet[name]} s`);
  }
  assert.ok(opStack.governance.timelockDelay > production.governance.timelockDelay);
});
