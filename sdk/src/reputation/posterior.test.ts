import assert from "node:assert/strict";
import { test } from "node:test";
import { type Counted, feeWeight, ratingWeights, roomLeft } from "./live.ts";
import { addEvidence, EMPTY_TALLY, fade, posteriorAt, posteriorMean, posteriorQuantile } from "./posterior.ts";

const DAY = 86_400;
const halfLives = { passSeconds: 30 * DAY, failureSeconds: 90 * DAY };
const prior = { alpha: 0.5, beta: 0.5 };

test("fade: passes halve in 30 days, failures in 90, and a clock that goes back changes nothing", () => {
  const tally = { passes: 32, failures: 8, at: DAY };
  assert.deepEqual(fade(tally, 31 * DAY, halfLives), { passes: 16, failures: 8 * 2 ** (-1 / 3), at: 31 * DAY });
  const late = fade(tally, 91 * DAY, halfLives);
  assert.deepEqual([late.passes, late.failures], [4, 4]);
  assert.equal(fade(tally, 0, halfLives), tally);
});

test("behavior: doubt grows with age alone, and a failure outlives the pass of the same day", () => {
  const tally = addEvidence(EMPTY_TALLY, { passes: 30, failures: 2, at: DAY }, halfLives);
  const at = (day: number) => posteriorQuantile(posteriorAt(tally, day * DAY, prior, halfLives), 0.05);
  assert.ok(Math.abs(at(1) - 0.8375867349575379) < 1e-11);
  const path = [1, 30, 60, 120, 240].map(at);
  assert.deepEqual(
    path,
    path.toSorted((a, b) => b - a),
  );
  const even = addEvidence(EMPTY_TALLY, { passes: 10, failures: 10, at: 0 }, halfLives);
  assert.ok(posteriorMean(posteriorAt(even, 90 * DAY, prior, halfLives)) < 0.25);
});

test("addEvidence: the order of arrival does not matter", () => {
  const pieces = [
    { passes: 3, failures: 1, at: 5 * DAY },
    { passes: 0, failures: 2, at: 9 * DAY },
    { passes: 7, failures: 0, at: DAY },
  ];
  const sum = (order: typeof pieces) =>
    order.reduce((known, found) => addEvidence(known, found, halfLives), EMPTY_TALLY);
  const [one, other] = [sum(pieces), sum(pieces.toReversed())];
  assert.equal(one.at, other.at);
  assert.ok(Math.abs(one.passes - other.passes) < 1e-12 && Math.abs(one.failures - other.failures) < 1e-12);
});

test("feeWeight: by the fee, one item at most", () => {
  assert.deepEqual([feeWeight(0n, 10n), feeWeight(3n, 10n), feeWeight(10n, 10n), feeWeight(99n, 10n)], [0, 0.3, 1, 1]);
});

test("roomLeft: a payer's cap counts within a moving window", () => {
  const rules = { payerCap: 4, windowSeconds: 100 };
  const counted: Counted[] = [
    { at: 0, weight: 3 },
    { at: 50, weight: 1 },
  ];
  assert.equal(roomLeft(counted, 99, rules), 0);
  assert.equal(roomLeft(counted, 100, rules), 3, "the first has left the window");
  assert.equal(counted.length, 1);
});

test("ratingWeights: a complaint counts with the calls accepted in silence, scaled to the room", () => {
  const room = { passes: 4, failures: 4 };
  assert.deepEqual(ratingWeights({ right: false, weight: 1, silent: 0, room }), { passes: 0, failures: 1 });
  assert.deepEqual(ratingWeights({ right: true, weight: 0.5, silent: 2, room }), { passes: 1.5, failures: 0 });
  assert.deepEqual(ratingWeights({ right: false, weight: 1, silent: 16, room }), { passes: 4, failures: 0.25 });
  const spent = ratingWeights({ right: false, weight: 1, silent: 3, room: { passes: 4, failures: 0 } });
  assert.deepEqual(spent, { passes: 0, failures: 0 }, "a complaint that no longer counts brings no passes either");
  const full = ratingWeights({ right: false, weight: 1, silent: 3, room: { passes: 0, failures: 4 } });
  assert.deepEqual(full, { passes: 0, failures: 0.25 }, "passes that no longer count do not mute a complaint");
});
