import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type Address, getAddress, numberToHex, zeroAddress } from "viem";
import { apportion, largestRemainder, toPpm } from "./apportion.ts";
import { rewardClaim } from "./reward-trees.ts";
import { allocateEpoch, allocateModelFees, type ModelFees, splitFee } from "./rewards.ts";

const addressOf = (n: number): Address => getAddress(numberToHex(n, { size: 20 }));
const splitBps = [3500, 2500, 1500, 1000, 500, 1000];
const sum = (values: Iterable<bigint>): bigint => [...values].reduce((a, b) => a + b, 0n);

const weights = fc.array(fc.bigInt({ min: 0n, max: 10n ** 24n }), { minLength: 1, maxLength: 30 });

test("apportion: adds up, stays within one of the exact share, keeps the order of weights", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 30n }), weights, (total, list) => {
      const whole = sum(list);
      fc.pre(whole > 0n);
      const parts = apportion(total, list);
      assert.equal(sum(parts), total);
      for (const [i, part] of parts.entries()) {
        const floor = (total * (list[i] ?? 0n)) / whole;
        assert.ok(part === floor || part === floor + 1n);
      }
    }),
  );
});

test("largestRemainder: ties go to the lower address, one account's entries are added up", () => {
  const tied = largestRemainder(
    4n,
    [3, 1, 2].map((n) => ({ account: addressOf(n), weight: 1n })),
  );
  assert.deepEqual(
    [...tied],
    [
      [addressOf(1), 2n],
      [addressOf(2), 1n],
      [addressOf(3), 1n],
    ],
  );
  const doubled = largestRemainder(
    9n,
    [1, 2, 1].map((n) => ({ account: addressOf(n), weight: 1n })),
  );
  assert.equal(doubled.get(addressOf(1)), 6n);
  assert.equal(sum(toPpm([7, 8, 9].map((n) => ({ account: addressOf(n), weight: BigInt(n) }))).values()), 1_000_000n);
});

test("error: nobody to divide by, negative weights, a split that is not 10000", () => {
  assert.throws(() => apportion(1n, [0n]), { code: "APPORTION" });
  assert.throws(() => apportion(1n, [-1n, 2n]), { code: "APPORTION" });
  assert.throws(() => splitFee(1n, [1, 2, 3]), { code: "SPLIT_BPS" });
});

const fees: ModelFees = {
  modelId: 1n,
  amount: 10_001n,
  splitBps,
  publisher: addressOf(1),
  trainer: addressOf(2),
  baseAuthor: zeroAddress,
  evaluators: [addressOf(3), addressOf(4), addressOf(3)],
  shares: [{ contributor: addressOf(5), ppm: 1_000_000 }],
};

test("allocateModelFees: the whole fee is paid; roles nobody fills fall to the treasury", () => {
  const treasury = addressOf(99);
  const paid = allocateModelFees(fees, treasury);
  assert.equal(sum(paid.map((entry) => entry.amount)), fees.amount);
  const of = (role: string, account: Address) =>
    paid.find((entry) => entry.role === role && entry.account === account)?.amount;
  assert.equal(of("evaluators", addressOf(3)), 667n);
  assert.equal(of("baseAuthor", treasury), 500n);
  const bare = allocateModelFees({ ...fees, evaluators: [], shares: [] }, treasury);
  assert.equal(sum(bare.filter((entry) => entry.account === treasury).map((entry) => entry.amount)), 5000n);
});

test("allocateEpoch: totals grow by exactly the fees, and every account can prove its leaf", () => {
  const base = { treasury: addressOf(99), token: addressOf(50) };
  const first = allocateEpoch({ ...base, fees: [fees], previous: [] });
  const second = allocateEpoch({ ...base, fees: [{ ...fees, modelId: 2n, amount: 77n }], previous: first.leaves });
  assert.equal(first.total, fees.amount);
  assert.equal(second.total, fees.amount + 77n);
  for (const [index, leaf] of second.leaves.entries()) {
    const claim = rewardClaim(second.leaves, leaf.account);
    assert.equal(claim?.index, BigInt(index));
    assert.equal(claim?.proof.length, second.depth);
  }
  assert.equal(rewardClaim(second.leaves, addressOf(77)), undefined);
});
