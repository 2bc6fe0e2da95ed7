import assert from "node:assert/strict";
import { test } from "node:test";
import { subjectOf } from "./subject.ts";

test("who is paid, missed or slashed is the seat's evaluator, not the sender of the transaction", () => {
  for (const kind of [
    "SEAT_PAID",
    "SEAT_FAILED",
    "SEAT_CONVICTED",
    "EVALUATOR_SLASHED",
    "CUSTODIAN_BOND_CUT",
    "BOUNTY_PAID",
  ])
    assert.equal(subjectOf({ kind, actor: "0xa", counterparty: "0xb" }), "0xb");
  assert.equal(subjectOf({ kind: "SEAT_REVEALED", actor: "0xa", counterparty: "0xb" }), "0xa");
  assert.equal(subjectOf({ kind: "SEAT_PAID", actor: "0xa", counterparty: null }), "0xa");
});
