/** The index and the pages tell a round's phase without asking the contract; here, on an anvil chain, the contract is asked. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { RoundClockFragmentDoc } from "@assay/sdk/graph";
import { phaseAt, phaseEnd, type RoundClock } from "../../../web/src/features/rounds/clock.ts";
import { random } from "../differential/harness.ts";
import { type Dice, type Moment, playRound } from "./randomRound.ts";
import { type RoundChain, startRoundChain } from "./roundChain.ts";

const ROUNDS = 12;
/** Seconds after a round's last act at which it is looked at too. */
const LONG_AFTER = 100_000;

let chain: RoundChain;
before(async () => {
  chain = await startRoundChain();
});
after(() => chain.stop());

/** Seats of at most eight, windows from the shortest allowed to some minutes. */
function randomSet(dice: Dice) {
  const seats = dice(2) === 0 ? 3 : 5;
  const window = () => 5 + dice(dice(2) === 0 ? 20 : 400);
  return {
    seats,
    reserves: dice(Math.min(9 - seats, 4)),
    keyWindow: window(),
    commitWindow: window(),
    revealWindow: window(),
    auditWindow: window(),
    auditLeaves: dice(2) * 8,
  };
}

/** Times between two acts at which a phase may begin or end, and some at random. */
function timesBetween(round: RoundClock, from: number, until: number, dice: Dice): number[] {
  const deadlines = [
    round.drawDeadline,
    round.keyDeadline,
    round.commitDeadline,
    round.secondCommitDeadline,
    round.revealDeadline,
    round.auditDeadline,
  ];
  const edges = deadlines.filter((deadline) => deadline !== null).flatMap((at) => [Number(at) - 1, Number(at)]);
  const others = Array.from({ length: 3 }, () => from + dice(until - from));
  return [...new Set([from, ...edges, ...others])].filter((time) => time >= from && time < until);
}

async function assertSameClock(roundId: bigint, moments: readonly Moment[], dice: Dice): Promise<Set<string>> {
  const seen = new Set<string>();
  for (const [index, { block, time }] of moments.entries()) {
    const { round } = await chain.indexer.query<{ round: RoundClock }>(
      `{ round(id: "${roundId}", block: { number: ${block} }) { ...RoundClock } } ${RoundClockFragmentDoc}`,
    );
    const told = moments.slice(0, index + 1).map((moment) => `${moment.time} ${moment.act}`);
    assert.equal(round.phase, (await chain.phaseAt(roundId, block, time)).phase, `indexed after ${told.join(", ")}`);
    const until = moments[index + 1]?.time ?? time + LONG_AFTER;
    for (const at of timesBetween(round, time, until, dice)) {
      const { phase, end } = await chain.phaseAt(roundId, block, at);
      const where = `at ${at}, after ${told.join(", ")}: ${JSON.stringify(round)}`;
      assert.equal(phaseAt(round, at), phase, `phase ${where}`);
      assert.equal(phaseEnd(round, phase) ?? 0, end, `end of ${phase} ${where}`);
      seen.add(phase);
    }
  }
  return seen;
}

test("rounds of random windows and acts: at every time the index gives the phase and the deadline of phaseOf", async () => {
  const next = random(0xc10c);
  const dice: Dice = (limit) => Math.floor(next() * limit);
  const seen = new Set<string>();
  for (let count = 0; count < ROUNDS; count++) {
    const set = randomSet(dice);
    const roundId = await chain.openRound(set);
    const moments = await playRound(chain, roundId, set, dice);
    await chain.indexer.caughtUp();
    for (const phase of await assertSameClock(roundId, moments, dice)) seen.add(phase);
  }
  // What the acts never reached was not compared.
  const all = ["OPEN", "DRAWN", "COMMIT", "SECOND_COMMIT", "REVEAL", "AUDIT", "FINALIZABLE", "FINAL", "VOID"];
  assert.deepEqual(
    all.filter((phase) => !seen.has(phase)),
    [],
  );
});
