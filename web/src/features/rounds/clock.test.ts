import assert from "node:assert/strict";
import { test } from "node:test";
import { phaseAt, phaseEnd, type RoundClock } from "./clock.ts";

/** Keys came at 0: a commit window of 100 twice, 50 to reveal, 30 to audit. */
const KEYED: RoundClock = {
  phase: "COMMIT",
  heldCount: 0,
  committedCount: 2,
  drawDeadline: "0",
  keyDeadline: "0",
  commitDeadline: "100",
  secondCommitDeadline: "200",
  revealDeadline: "250",
  auditDeadline: "280",
  commitsClosedAt: null,
  revealsClosedAt: null,
};

const phases = (round: RoundClock, ...moments: number[]) => moments.map((now) => phaseAt(round, now));

test("a keyed round goes through its windows by the clock alone", () => {
  assert.deepEqual(phases(KEYED, 99, 100, 199, 200, 249, 250, 279, 280), [
    "COMMIT",
    "SECOND_COMMIT",
    "SECOND_COMMIT",
    "REVEAL",
    "REVEAL",
    "AUDIT",
    "AUDIT",
    "FINALIZABLE",
  ]);
  const full = { ...KEYED, secondCommitDeadline: null, revealDeadline: "150", auditDeadline: "180" };
  assert.deepEqual(phases(full, 99, 100, 150, 180), ["COMMIT", "REVEAL", "AUDIT", "FINALIZABLE"]);
});

test("windows that the seats ended themselves stay closed", () => {
  const closed: RoundClock = {
    ...KEYED,
    phase: "REVEAL",
    commitsClosedAt: "40",
    revealDeadline: "90",
    auditDeadline: "120",
  };
  assert.deepEqual(phases(closed, 50, 90, 120), ["REVEAL", "AUDIT", "FINALIZABLE"]);
  const revealed: RoundClock = { ...closed, phase: "AUDIT", revealsClosedAt: "60", auditDeadline: "90" };
  assert.deepEqual(phases(revealed, 60, 89, 90), ["AUDIT", "AUDIT", "FINALIZABLE"]);
});

test("nobody waits for reveals that cannot come", () => {
  const silent = { ...KEYED, committedCount: 0, auditDeadline: "230" };
  assert.deepEqual(phases(silent, 199, 200, 230), ["SECOND_COMMIT", "AUDIT", "FINALIZABLE"]);
});

test("a held question keeps the audits open past their window", () => {
  assert.deepEqual(phases({ ...KEYED, heldCount: 1 }, 250, 280, 9_999), ["AUDIT", "AUDIT", "AUDIT"]);
});

test("before the keys and after the end only events move a round", () => {
  for (const phase of ["OPEN", "DRAWN", "FINAL", "VOID"] as const)
    assert.equal(phaseAt({ ...KEYED, phase }, 9_999), phase);
});

test("the end of each phase", () => {
  const round = { ...KEYED, drawDeadline: "7", keyDeadline: "8" };
  assert.deepEqual(
    ["OPEN", "DRAWN", "COMMIT", "SECOND_COMMIT", "REVEAL", "AUDIT", "FINALIZABLE", "FINAL"].map((phase) =>
      phaseEnd(round, phase),
    ),
    [7, 8, 100, 200, 250, 280, undefined, undefined],
  );
});
