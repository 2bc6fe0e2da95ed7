import assert from "node:assert/strict";
import { test } from "node:test";
import type { WaitingTransaction } from "@assay/sdk/api";
import { waitingDuties } from "./waitingDuties.ts";

const ACCOUNT = "0x00000000000000000000000000000000000a55a1";
const transactionOf = (key: string): WaitingTransaction => ({
  key,
  about: "approve",
  state: "late",
  since: "2026-11-29T00:00:00Z",
  deadline: 1_000,
  why: "fees",
  sentence: "It offers too little.",
});
const dutyOf = (key: string) =>
  waitingDuties({ account: ACCOUNT, open: 1, waiting: [transactionOf(key)] }).map(({ duty }) => duty);

test("default: a key is told in words, whichever time it is sent", () => {
  assert.deepEqual(dutyOf("commit:12:0:3"), ["commit the result of seat 3 in round 12"]);
  assert.deepEqual(dutyOf("commit:12:0:3#2"), ["commit the result of seat 3 in round 12"]);
  assert.deepEqual(dutyOf("vote-reveal:7:1"), ["reveal a vote in case 7"]);
});

test("behavior: a key without words is told by what its call does", () => {
  assert.deepEqual(dutyOf("approve:demands"), ["approve"]);
});
