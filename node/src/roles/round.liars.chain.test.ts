/**
 * Lies, each told by the engine of whoever holds seat 1 of a round of its own, among real roles on a real chain. Every
 * liar ends convicted, every honest seat is paid, and each round is final on the results of the others.
 */
import assert from "node:assert/strict";
import { cp, mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { readRound, readSeat } from "@assay/sdk/actions";
import { type Address, hexToString, parseEther } from "viem";
import { production } from "../../../ignition/parameters/production.ts";
import { until } from "../../../test/support/until.ts";
import { loadConfig } from "../platform/config.ts";
import { createFileLogger } from "../platform/log.ts";
import type { RunningRole } from "../platform/role.ts";
import { bitsOf, type FakeParams, type FakeResult, type Lie } from "../testing/fakeEngine.ts";
import { devKey } from "../testing/moneyChain.ts";
import { adapterHashOf, type RoundStage, startRoundStage } from "../testing/roundStage.ts";
import { startEvaluator } from "./evaluator.ts";

const LIAR = 1;
const EVALUATORS = [10, 11, 12, 13, 14, 15];
const ITEMS = 32;
/** One trial in twenty. */
const TAMPERED_SHARE = 0.05;
const { auditLeaves } = production.paramSet;
/** Account of the stage's publisher; what a round costs it, and about what a seat earns of that. */
const PUBLISHER = 8;
const [FEE, SHARE] = [parseEther("30"), parseEther("8.9")];

type FakeTrial = FakeResult["trials"][number];
type Change = (trial: FakeTrial, item: FakeResult, label: string) => FakeTrial;

const invented: Change = (trial, _, label) => ({ ...trial, outIds: [7, 2], canonical: label, pass: true });

/** Changes trials of the honest result. */
function changing(change: Change): Lie {
  return (params, honest) =>
    honest(params).map((item) => {
      const label = params.items?.[item.slot]?.label ?? "";
      const trials = item.trials.map((trial) => change(trial, item, label));
      return { ...item, trials, trialBits: bitsOf(trials) };
    });
}

/** By name. The last is one that hashing shows; the others must be run again. */
const LIES: Record<string, Lie> = {
  "constant score": changing(invented),
  "copied from another seat": (params, honest) => honest({ ...params, seat: 0 }),
  // 24 of 480 trials: the failing ones first, since that is what tampering is for.
  "one trial in twenty": changing((trial, { slot }, label) =>
    (trial.position === 1 && slot % 2 === 1) || (trial.position === 2 && slot % 4 === 0)
      ? invented(trial, { slot, trialBits: "0", trials: [] }, label)
      : trial,
  ),
  "lazy subset": changing((trial, item, label) => (item.slot >= ITEMS - 4 ? invented(trial, item, label) : trial)),
  "grades against its own answers": changing((trial) => ({ ...trial, pass: true })),
};

/** The engine of a round's liar, found by the model's adapter hash. */
function lieOf(params: FakeParams, honest: (params: FakeParams) => FakeResult[]): FakeResult[] {
  const name = Object.keys(LIES).find((one) => adapterHashOf(one) === params.adapterHash);
  const lie = params.seat === LIAR && name !== undefined ? LIES[name] : undefined;
  return lie === undefined ? honest(params) : lie(params, honest);
}

describe("liars", { timeout: 900_000 }, () => {
  let stage: RoundStage;
  let exam: { datanetId: bigint; version: number };
  const roles = new Map<number, RunningRole>();

  /** One operator: own key, own home, own database; the blocks are shared, as a network shares them. */
  async function startOperator(index: number): Promise<void> {
    const { anvilUrl, engine } = stage;
    const home = homeOf(index);
    const config = {
      chainId: 31337,
      rpcUrl: anvilUrl,
      deploymentPath: join(stage.home, "deployment.json"),
      engine: { url: engine.url, token: engine.token },
      roles: { evaluator: { privateKey: devKey(index), stakeUnits: 20 } },
    };
    await mkdir(home, { recursive: true });
    await writeFile(join(home, "config.json"), JSON.stringify(config));
    const log = createFileLogger(join(home, "logs/evaluator.log"));
    roles.set(index, await startEvaluator({ config: loadConfig(home), log, signal: new AbortController().signal }));
  }
  const homeOf = (index: number): string => join(stage.home, `operator-${index}`);
  const shareBlocks = async (index: number): Promise<void> => {
    await mkdir(homeOf(index), { recursive: true });
    await symlink(join(stage.home, "ipfs"), join(homeOf(index), "ipfs"));
  };
  const addressOf = (index: number): Address => stage.wallet(index).account.address;

  before(async () => {
    stage = await startRoundStage({
      evaluators: EVALUATORS,
      stakeUnits: 20,
      // The production number of spot checks; windows long enough for a busy machine.
      paramSet: { auditLeaves, auditWindow: 30, juryWindow: 120, answerWindow: 15, unstakeCooldown: 3_600 },
      rows: 500,
      lie: lieOf,
    });
    exam = await stage.publish();
    for (const index of EVALUATORS) {
      await shareBlocks(index);
      await startOperator(index);
    }
    await until("staked operators", async () =>
      (await stage.events("stake", "EvaluatorStaked")).length >= EVALUATORS.length ? true : undefined,
    );
  });
  after(async () => {
    for (const role of roles.values()) await role.close();
    await stage?.close();
  });

  async function finalOf(roundId: bigint) {
    return await until(
      `the final of round ${roundId}`,
      async () => (await stage.events("admission", "RoundFinalized")).find(({ args }) => args.roundId === roundId),
      400,
    );
  }
  async function convictionsOf(roundId: bigint) {
    const found = await stage.events("admission", "SeatConvicted");
    return found.filter(({ args }) => args.roundId === roundId).map(({ args }) => args);
  }
  /** These seats were live at the final and had done their audit, and what the publisher got back leaves their shares. */
  async function assertPaid(final: Awaited<ReturnType<typeof finalOf>>, seats: number[], name: string): Promise<void> {
    const { roundId, validSeats } = final.args;
    const round = await readRound(stage.client, { deployment: stage.deployment, roundId });
    const live = round.revealed.filter((seat) => !round.convicted.includes(seat));
    assert.deepEqual([live, validSeats], [seats, seats.length], `${name}: whose results count`);
    assert.ok(
      seats.every((seat) => round.audited.includes(seat)),
      `${name}: who audited`,
    );
    const refunds = (await stage.events("admission", "CreditAdded")).filter(
      ({ transactionHash, args }) => transactionHash === final.transactionHash && args.account === addressOf(PUBLISHER),
    );
    const back = refunds.reduce((sum, { args }) => sum + args.amount, 0n);
    assert.ok(back < FEE - BigInt(seats.length) * SHARE, `${name}: the publisher got ${back} back`);
  }

  test("default: 220 spot checks find one tampered trial in twenty with more than .95, and so do 60", () => {
    const trials = ITEMS * 15;
    const tampered = Math.round(trials * TAMPERED_SHARE);
    // Drawn with replacement; without, the chance (hypergeometric) is larger still.
    const withReplacement = (checks: number): number => 1 - (1 - tampered / trials) ** checks;
    let missed = 1;
    for (let i = 0; i < auditLeaves; i++) missed *= (trials - tampered - i) / (trials - i);
    assert.ok(withReplacement(auditLeaves) > 0.9999 && withReplacement(60) >= 0.95);
    assert.ok(1 - missed > withReplacement(auditLeaves));
  });

  test("behavior: every liar is convicted, the honest seats are paid, the rounds are final", async () => {
    const rounds = new Map<string, bigint>();
    for (const name of Object.keys(LIES))
      rounds.set(name, await stage.open(await stage.register(name, exam), exam.datanetId));
    for (const [name, roundId] of rounds) {
      const final = await finalOf(roundId);
      const convicted = await convictionsOf(roundId);
      assert.deepEqual(
        convicted.map(({ seat }) => seat),
        [LIAR],
        name,
      );
      const reason = hexToString(convicted[0]?.reason ?? "0x", { size: 32 });
      assert.equal(reason, name === "grades against its own answers" ? "fraud proof" : "jury", name);
      assert.equal(final.args.passed, false, `${name}: the median is the honest seats'`);
      await assertPaid(final, [0, 2], name);
    }
  });

  /** Opens a round and cuts the operator of one of its seats off: what that writes from here on stays with it. */
  async function cutOff(name: string): Promise<{ roundId: bigint; operator: number; seat: number }> {
    const other = await stage.publish();
    const roundId = await stage.open(await stage.register(name, other), other.datanetId);
    const seats = await until("the draw", async () => {
      const drawn = (await stage.events("admission", "RoundDrawn")).find(({ args }) => args.roundId === roundId);
      return drawn === undefined ? undefined : await Promise.all([0, 1, 2].map((at) => evaluatorOf(roundId, at)));
    });
    const operator = EVALUATORS.find((index) => seats.filter((one) => one === addressOf(index)).length === 1);
    if (operator === undefined) return await cutOff(`${name} again`);
    await roles.get(operator)?.close();
    await rm(join(homeOf(operator), "ipfs"), { recursive: true });
    await cp(join(stage.home, "ipfs"), join(homeOf(operator), "ipfs"), { recursive: true });
    await startOperator(operator);
    return { roundId, operator, seat: seats.indexOf(addressOf(operator)) };
  }
  const evaluatorOf = async (roundId: bigint, seat: number): Promise<Address> =>
    (await readSeat(stage.client, { deployment: stage.deployment, roundId, seat })).evaluator;

  test("behavior: a seat whose transcript nobody can fetch answers on chain, and is paid", async () => {
    const { roundId, operator, seat } = await cutOff("unreachable");
    const final = await finalOf(roundId);
    assert.deepEqual(await convictionsOf(roundId), []);
    const answers = (await stage.events("availability", "LeafAnswered")).map(({ args }) => args.seat);
    assert.ok(answers.includes(seat));
    const expired = (await stage.events("availability", "DemandExpired")).filter(({ args }) => args.convicted);
    assert.equal(expired.length, 0);
    await assertPaid(final, [0, 1, 2], "unreachable");
    // Back among the others.
    await roles.get(operator)?.close();
    await rm(join(homeOf(operator), "ipfs"), { recursive: true });
    await shareBlocks(operator);
    await startOperator(operator);
  });

  test("behavior: a seat that shows its transcript to nobody and is silent on a demand is convicted", async () => {
    const { roundId, operator, seat } = await cutOff("silent");
    await until("its reveal", async () =>
      (await stage.events("admission", "Revealed")).find(({ args }) => args.roundId === roundId && args.seat === seat),
    );
    await roles.get(operator)?.close();
    roles.delete(operator);
    await finalOf(roundId);
    const convicted = await convictionsOf(roundId);
    assert.deepEqual(
      convicted.map((one) => [one.seat, hexToString(one.reason, { size: 32 })]),
      [[seat, "silent"]],
    );
    const expired = (await stage.events("availability", "DemandExpired")).filter(({ args }) => args.convicted);
    assert.equal(expired.length, 1);
  });
});
