import assert from "node:assert/strict";
import { test } from "node:test";
import { firstFees, mostWhenSlow, raisedFees, whyReplace } from "./fees.ts";

const CEILING = 1_000n;

test("default: a first version leaves room for the base fee to double, below the ceiling", () => {
  assert.deepEqual(firstFees(100n, 5n, CEILING), { maxFee: 205n, maxTip: 5n });
  assert.deepEqual(firstFees(900n, 5n, CEILING), { maxFee: CEILING, maxTip: 5n });
  assert.deepEqual(firstFees(900n, 5_000n, CEILING), { maxFee: CEILING, maxTip: CEILING });
});

test("behavior: a replacement raises both fees by an eighth at least, rounded up, a fee of nothing too", () => {
  assert.deepEqual(raisedFees({ maxFee: 80n, maxTip: 8n }, 1n, 1n, CEILING), { maxFee: 90n, maxTip: 9n });
  assert.deepEqual(raisedFees({ maxFee: 81n, maxTip: 0n }, 1n, 0n, CEILING), { maxFee: 92n, maxTip: 1n });
});

test("behavior: a replacement follows the base fee where that is more", () => {
  assert.deepEqual(raisedFees({ maxFee: 80n, maxTip: 8n }, 200n, 20n, CEILING), { maxFee: 420n, maxTip: 20n });
});

test("behavior: a raise that needs more than the ceiling is none", () => {
  assert.equal(raisedFees({ maxFee: 889n, maxTip: 8n }, 1n, 1n, CEILING), undefined);
  assert.deepEqual(raisedFees({ maxFee: 888n, maxTip: 8n }, 5_000n, 1n, CEILING), { maxFee: CEILING, maxTip: 9n });
});

test("behavior: a transaction that is merely slow stops at four times what a first version offers, or at the ceiling", () => {
  assert.equal(mostWhenSlow(10n, 1n, CEILING), 84n);
  assert.equal(mostWhenSlow(300n, 1n, CEILING), CEILING);
  assert.equal(raisedFees({ maxFee: 80n, maxTip: 8n }, 10n, 1n, mostWhenSlow(10n, 1n, CEILING)), undefined);
});

const newest = { maxFee: 100n, maxTip: 1n, block: 10n, kind: "intent" as const };
const head = (number: bigint, timestamp = 1_000n, baseFee = 50n) => ({ number, timestamp, baseFee });
const quiet = { newest, deadline: undefined, nearest: undefined };

test("behavior: it is replaced after some blocks, at once when blocks cost more, never twice in a block", () => {
  assert.equal(whyReplace(quiet, head(14n)), undefined);
  assert.equal(whyReplace(quiet, head(15n)), "slow");
  assert.equal(whyReplace(quiet, head(11n, 1_000n, 101n)), "base_fee");
  assert.equal(whyReplace(quiet, head(10n, 1_000n, 101n)), undefined);
});

test("behavior: near a deadline, of its own or behind it, it is replaced after fewer blocks", () => {
  assert.equal(whyReplace({ ...quiet, nearest: 1_119 }, head(11n)), undefined);
  assert.equal(whyReplace({ ...quiet, nearest: 1_119 }, head(12n)), "slow");
  assert.equal(whyReplace({ ...quiet, nearest: 1_121 }, head(12n)), undefined);
});

test("behavior: a deadline that is over is a reason once, until the cancellation is out", () => {
  const late = { ...quiet, deadline: 999, nearest: 999 };
  assert.equal(whyReplace(late, head(10n)), "deadline");
  assert.equal(whyReplace({ ...late, newest: { ...newest, kind: "cancel" } }, head(10n)), undefined);
  assert.equal(whyReplace({ ...late, deadline: 1_000 }, head(10n)), undefined);
});
