/** The compiled StakeManager on anvil against a model of it without a tree, and its draws against the stakes. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { encodeAbiParameters, type Hex, keccak256 } from "viem";
import { chiSquare, chiSquareCritical } from "./chiSquare.ts";
import { SortitionModel } from "./sortition.ts";
import { type StakeChain, withStakeChain } from "./stakeChain.ts";

/** The same numbers in every run: word i of a hash chain, modulo `limit`. */
function randomness(name: string): (limit: number) => number {
  let i = 0;
  return (limit) => Number(BigInt(keccak256(`0x${Buffer.from(`${name} ${i++}`).toString("hex")}`)) % BigInt(limit));
}

function seedOf(i: number): Hex {
  return keccak256(encodeAbiParameters([{ type: "uint256" }], [BigInt(i)]));
}

function modelSample(model: SortitionModel, first: number, draws: number, seats: number, barred: number[]): number[] {
  const seeds = Array.from({ length: draws }, (_, i) => seedOf(first + i));
  return seeds.flatMap((seed) => {
    const ids = model.draw(seed, seats, barred);
    assert.ok(ids, "a sample needs free units");
    model.release(ids);
    return ids;
  });
}

/** Does the same to both, now and then to the epoch's end. Locks are kept as the draws that took them. */
async function step(chain: StakeChain, model: SortitionModel, locks: number[][], random: (limit: number) => number) {
  if ((await chain.epochIsEnding()) || random(12) === 0) {
    await chain.passEpoch();
    model.passEpoch();
    return;
  }
  const id = 1 + random(model.size);
  const kind = random(10);
  if (kind < 3) {
    const units = 1 + random(40);
    const joins = random(4) !== 0 && model.size < 90;
    await chain.stake(joins ? model.size + 1 : id, units);
    if (joins) model.join(units);
    else model.stake(id, units);
  } else if (kind < 5 && model.free(id) > 0) {
    const units = 1 + random(model.free(id));
    await chain.unstake(id, units);
    model.unstake(id, units);
  } else if (kind < 8) {
    const seed = seedOf(random(1_000_000));
    const barred = Array.from({ length: random(4) }, () => 1 + random(model.size));
    const count = 1 + random(8);
    const expected = model.total === 0 ? undefined : model.draw(seed, count, barred);
    assert.deepEqual((await chain.draw(seed, count, barred))?.ids, expected, "one draw");
    if (expected !== undefined) locks.push(expected);
  } else {
    await settle(chain, model, locks, random);
  }
}

/** Slashes one seat of the oldest draw and releases the others. */
async function settle(chain: StakeChain, model: SortitionModel, locks: number[][], random: (limit: number) => number) {
  if (locks.length < 8) return;
  const [first, ...rest] = locks.shift() ?? [];
  if (first === undefined) return;
  const slashed = random(2) === 0;
  if (slashed) {
    await chain.slash(first);
    model.slash(first);
  }
  const released = slashed ? rest : [first, ...rest];
  await chain.release(released);
  model.release(released);
}

test("behavior: over 12,000 seats are the model's, through stakes, exits, locks, slashes and epochs", async () => {
  const random = randomness("differential");
  await withStakeChain(async (chain) => {
    const model = new SortitionModel();
    const locks: number[][] = [];
    for (const units of [30, 1, 12]) {
      await chain.stake(model.size + 1, units);
      model.join(units);
    }
    let seats = 0;
    for (let round = 0; round < 6; round++) {
      for (let i = 0; i < 80; i++) await step(chain, model, locks, random);
      const barred = [1 + random(model.size), 1 + random(model.size)];
      const actual = await chain.sample(round * 1_000, 300, 7, barred);
      assert.deepEqual(actual, modelSample(model, round * 1_000, 300, 7, barred), `sample ${round}`);
      seats += actual.length;
    }
    assert.ok(seats >= 12_000, `${seats} seats`);
    assert.ok(model.size > 64, `${model.size} stakers make four levels`);
  });
});

test("behavior: 100,000 draws follow the stakes (chi-square, 99.99%)", async () => {
  const stakes = Array.from({ length: 90 }, (_, i) => 1 + ((i * 37) % 200));
  const counts = stakes.map(() => 0);
  await withStakeChain(async (chain) => {
    for (const [i, units] of stakes.entries()) await chain.stake(i + 1, units);
    await chain.passEpoch();
    for (let first = 0; first < 100_000; first += 5_000) {
      for (const id of await chain.sample(first, 5_000, 1, [])) counts[id - 1] = (counts[id - 1] ?? 0) + 1;
    }
  });
  const critical = chiSquareCritical(stakes.length - 1, 0.9999);
  const statistic = chiSquare(counts, stakes);
  assert.ok(statistic < critical, `${statistic} is not below ${critical}`);
  const alike = stakes.map(() => 1);
  assert.ok(chiSquare(counts, alike) > critical, "a draw that took every staker alike would pass as well");
});

test("default: the critical values are those of the tables", () => {
  for (const [df, level, value] of [
    [1, 0.95, 3.8415],
    [10, 0.999, 29.588],
    [100, 0.999, 149.449],
  ] as const) {
    assert.ok(Math.abs(chiSquareCritical(df, level) - value) < 1e-3, `${df} degrees of freedom`);
  }
});
