/**
 * What decides a round, through two implementations: the lower median of each lane and the gates as this file reads them
 * from the protocol (sort, take one, compare), and the Solidity library, which does all lanes at once, on an anvil chain.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { random, withHarness } from "./harness.ts";

const CASES = 12_000;
const CASES_PER_CALL = 250;
const LANES = 16;
const MOST_SEATS = 7;
/** Above every count that fits a lane. */
const LANE_LIMIT = 2 ** 15;

/** Counts by seat and lane. */
type Case = { seats: number[][]; gated: number[]; minPasses: number };

/**
 * 1 to 7 seats of which many agree, as honest ones do; every fourth case has counts up to a lane's limit. The gate lies at
 * or beside a count of the case, where one more or less decides.
 */
function randomCase(next: () => number): Case {
  const whole = (limit: number): number => Math.floor(next() * limit);
  const spread = [2, 6, 129, LANE_LIMIT][whole(4)] ?? 1;
  const base = whole(LANE_LIMIT - spread + 1);
  const low = whole(2) === 0 ? 0 : base;
  const counts = (): number[] => Array.from({ length: LANES }, () => low + whole(spread));
  const seats = Array.from({ length: 1 + whole(MOST_SEATS) }, counts);
  const gated = Array.from({ length: LANES }, (_, lane) => lane).filter(() => whole(5) === 0);
  const near = seats[whole(seats.length)]?.[gated[0] ?? 0] ?? 0;
  return { seats, gated, minPasses: Math.max(0, near - whole(3) + (whole(4) === 0 ? 1 : 0)) };
}

function lowerMedians(seats: readonly number[][]): number[] {
  return Array.from({ length: LANES }, (_, lane) => {
    const sorted = seats.map((counts) => counts[lane] ?? 0).sort((a, b) => a - b);
    return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
  });
}

const packed = (counts: readonly number[]): bigint =>
  counts.reduce((word, count, lane) => word + BigInt(count) * 2n ** BigInt(16 * lane), 0n);

function encoded({ seats, gated, minPasses }: Case) {
  return { words: seats.map(packed), gated: gated.reduce((bits, lane) => bits + 2 ** lane, 0), minPasses };
}

function expectedOf({ seats, gated, minPasses }: Case) {
  const medians = lowerMedians(seats);
  return { medians: packed(medians), passed: gated.every((lane) => (medians[lane] ?? 0) >= minPasses) };
}

test("behavior: medians and gates of random results agree in Solidity and in sorted lists", async () => {
  const next = random(0x3ed1a);
  const cases = Array.from({ length: CASES }, () => randomCase(next));
  const expected = cases.map(expectedOf);
  const passes = expected.filter(({ passed }) => passed).length;
  assert.ok(passes > CASES / 5 && passes < (CASES * 4) / 5, `${passes} of ${CASES} pass, which tests one outcome`);
  for (let seats = 1; seats <= MOST_SEATS; seats++)
    assert.ok(cases.filter((one) => one.seats.length === seats).length > 1_000, `few cases of ${seats} seats`);
  await withHarness("LanesHarness", async (call) => {
    for (let from = 0; from < CASES; from += CASES_PER_CALL) {
      const chunk = cases.slice(from, from + CASES_PER_CALL);
      const [medians, passed] = (await call("judge", [chunk.map(encoded)])) as [bigint[], boolean[]];
      chunk.forEach((one, i) => {
        const shown = `case ${from + i}: ${JSON.stringify(one)}`;
        assert.deepEqual({ medians: medians[i], passed: passed[i] }, expected[from + i], shown);
      });
    }
  });
});
