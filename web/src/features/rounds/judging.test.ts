import assert from "node:assert/strict";
import { test } from "node:test";
import { textHash } from "@assay/sdk/hashing";
import { challengeBlock } from "./challengeable.ts";
import type { RoundClock } from "./clock.ts";
import { aboutSeat, answerWords, type CaseRecord, caseEnd, challengeWords, type Judging } from "./judging.ts";

const CASE: CaseRecord = {
  id: "1",
  state: "VOTING",
  wantedJurors: 7,
  jurorCount: 3,
  committedCount: 2,
  revealedCount: 1,
  pay: "10",
  window: "60",
  evidenceCid: "",
  commitDeadline: "100",
  commitsClosedAt: null,
  verdict: null,
  votesFor: null,
  openedAt: "0",
  jurors: [],
};
const seat = { id: "3-0-1", seat: 1, redraw: 0 };

test("a challenge waits, votes, reveals by the clock or by the votes, and ends", () => {
  const at = (juryCase: Partial<CaseRecord>, now = 50, end: "CLEAN" | null = null) =>
    challengeWords({ end, juryCase: { ...CASE, ...juryCase } }, now);
  assert.equal(at({ state: "WAITING" }), "waiting for jurors to be drawn");
  assert.equal(at({}), "voting: 2 of 3 votes committed");
  assert.equal(at({}, 101), "revealing: 1 of 2 votes shown");
  assert.equal(at({ commitsClosedAt: "40" }), "revealing: 1 of 2 votes shown");
  assert.match(at({ state: "DECIDED" }), /anyone may settle/);
  assert.match(at({ state: "DECIDED" }, 50, "CLEAN"), /^right/);
});

test("a case's window ends with the commits, then with the reveals", () => {
  assert.equal(caseEnd({ ...CASE, state: "WAITING" }, 0), undefined);
  assert.equal(caseEnd(CASE, 100), 100);
  assert.equal(caseEnd(CASE, 101), 160);
  assert.equal(caseEnd({ ...CASE, commitsClosedAt: "70" }, 80), 130);
});

test("jurors' answers are right or wrong, whatever the token", () => {
  assert.equal(answerWords(textHash("clean")), "right");
  assert.equal(answerWords(textHash("bad")), "wrong");
});

test("what is about a seat leaves out a bounty that was overtaken", () => {
  const announcement = {
    id: "1",
    number: "1",
    prover: "0x",
    ground: "SUM",
    bounty: "1",
    claimableFrom: "9",
    announcedTx: "0x",
    provenTx: "0x",
    paidTx: null,
    seat,
  };
  const judging: Judging = {
    audits: [],
    demands: [],
    challenges: [],
    announcements: [
      { ...announcement, state: "OVERTAKEN" },
      { ...announcement, id: "2", state: "HOLDS" },
    ],
  };
  assert.deepEqual(
    aboutSeat(judging, seat.id).proofs.map(({ id }) => id),
    ["2"],
  );
  assert.deepEqual(aboutSeat(judging, "3-0-0").proofs, []);
});

/** Reveals ended at 200; the audit window is 50, the answer window 30. */
const ROUND: RoundClock & { paramSet: { answerWindow: string; auditWindow: string } } = {
  phase: "AUDIT",
  heldCount: 0,
  committedCount: 3,
  drawDeadline: "0",
  keyDeadline: "0",
  commitDeadline: "100",
  secondCommitDeadline: null,
  revealDeadline: "300",
  auditDeadline: "250",
  commitsClosedAt: "90",
  revealsClosedAt: "200",
  paramSet: { answerWindow: "30", auditWindow: "50" },
};
const leaf = { slot: 4, position: 6 };
const block = (
  change: {
    round?: Partial<RoundClock>;
    state?: string;
    challenges?: { seat: typeof seat; slot: number; position: number; end: "HUNG" | null }[];
  },
  now = 210,
) =>
  challengeBlock(
    {
      round: { ...ROUND, ...change.round },
      seat: { id: seat.id, state: change.state ?? "REVEALED" },
      leaf,
      challenges: change.challenges ?? [],
    },
    now,
  );

test("a trial of a standing seat can be challenged while reveals and audits run", () => {
  assert.equal(block({}), undefined);
  assert.equal(block({}, 249), undefined);
  assert.match(block({}, 250) ?? "", /over/);
  assert.match(block({ round: { phase: "COMMIT", commitsClosedAt: null } }, 50) ?? "", /^Nothing is revealed/);
  assert.match(block({ round: { phase: "FINAL" } }) ?? "", /^The round is over/);
  assert.match(block({ state: "CONVICTED" }) ?? "", /^Only a seat/);
});

test("a held round takes challenges past its audit window, for one answer window", () => {
  assert.equal(block({ round: { heldCount: 1 } }, 280), undefined);
  assert.match(block({ round: { heldCount: 1 } }, 281) ?? "", /over/);
});

test("a trial is challenged once, unless the jury hung; a seat eight times; a round holds eight questions", () => {
  const same = { seat, ...leaf };
  assert.match(block({ challenges: [{ ...same, end: null }] }) ?? "", /already/);
  assert.equal(block({ challenges: [{ ...same, end: "HUNG" }] }), undefined);
  const others = Array.from({ length: 8 }, (_, slot) => ({ seat, slot: 10 + slot, position: 0, end: null }));
  assert.match(block({ challenges: others }) ?? "", /8 times/);
  assert.match(block({ round: { heldCount: 8 } }) ?? "", /8 open questions/);
});
