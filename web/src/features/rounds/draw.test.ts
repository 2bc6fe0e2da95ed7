import assert from "node:assert/strict";
import { test } from "node:test";
import { encodeAbiParameters, encodePacked, keccak256, pad, toHex } from "viem";
import { type DrawStaker, drawSeed, replayDraw } from "./draw.ts";

const SEED = pad(toHex(7n), { size: 32 });
const NOBODY: ReadonlySet<number> = new Set();
const staker = (stakerId: number, weight: number, rest: Partial<DrawStaker> = {}): DrawStaker => ({
  stakerId,
  account: `0x${stakerId}`,
  weight,
  staked: weight,
  locked: 0,
  ...rest,
});
/** What the contract hashes, written out as packed words. */
const unit = (seat: number, attempt: number, total: number): number =>
  Number(
    BigInt(keccak256(encodePacked(["bytes32", "uint256", "uint256"], [SEED, BigInt(seat), BigInt(attempt)]))) %
      BigInt(total),
  );

test("each seat takes the staker whose unit its hash points at", () => {
  const stakers = [staker(3, 50), staker(1, 30), staker(2, 20)];
  const picks = replayDraw({ seed: SEED, seats: 5, stakers, barred: NOBODY });
  assert.equal(picks.length, 5);
  for (const pick of picks) {
    assert.equal(pick.unit, unit(pick.seat, pick.attempt, 100));
    const owner = pick.unit < 30 ? 1 : pick.unit < 50 ? 2 : 3;
    assert.equal(pick.stakerId, owner);
    assert.deepEqual([pick.from, pick.to], { 1: [0, 30], 2: [30, 50], 3: [50, 100] }[owner]);
  }
});

test("a seat's own unit is locked for the next: one staker with n units fills n seats", () => {
  const picks = replayDraw({ seed: SEED, seats: 4, stakers: [staker(1, 3)], barred: NOBODY });
  assert.deepEqual(
    picks.map(({ stakerId }) => stakerId),
    [1, 1, 1],
  );
});

test("barred stakers, locked units and units slashed in the epoch are tried past", () => {
  const stakers = [staker(1, 40), staker(2, 40, { locked: 40 }), staker(3, 20, { staked: 5 })];
  const picks = replayDraw({ seed: SEED, seats: 8, stakers, barred: new Set([1]) });
  assert.ok(picks.every(({ stakerId, unit }) => stakerId === 3 && unit < 85));
  assert.ok(picks.some(({ attempt }) => attempt > 0));
  assert.equal(picks.length, 5);
});

test("nobody has stake: nobody is drawn", () => {
  assert.deepEqual(replayDraw({ seed: SEED, seats: 3, stakers: [], barred: NOBODY }), []);
});

test("the seed binds epoch, contract, round and redraw", () => {
  const admission = pad(toHex(8n), { size: 20 });
  const types = [{ type: "bytes32" }, { type: "address" }, { type: "uint256" }, { type: "uint8" }] as const;
  assert.equal(drawSeed(SEED, admission, 4n, 1), keccak256(encodeAbiParameters(types, [SEED, admission, 4n, 1])));
});
