/**
 * The loop on the tiny model with every real part: chain, IPFS, gradients, evaluation, signatures, money. Then the same
 * again while each role is killed in turn, and a restart of the whole stack on the same folder.
 */

import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { after, before, test } from "node:test";
import { rewardDistributorAbi } from "@assay/sdk/abi";
import { HomeDocument, RoundResultDocument } from "@assay/sdk/graph";
import { erc20Abi, formatEther, parseEther } from "viem";
import { query } from "../../scripts/demo/context.ts";
import { exampleData } from "../../scripts/demo/data.ts";
import { poll, requestJson } from "../../scripts/demo/http.ts";
import { type LoopResult, runLoop } from "../../scripts/demo/loop.ts";
import { createTimeline } from "../../scripts/demo/timeline.ts";
import { localReader } from "../../scripts/stack/accounts.ts";
import { startStack, type TestStack, temporaryHome } from "../support/stack.ts";

const QUESTION = "Where is my parcel?";
const LOOP_TIMEOUT_MS = 10 * 60_000;

let home: Awaited<ReturnType<typeof temporaryHome>>;
let stack: TestStack;
let first: LoopResult;

const timeline = () => createTimeline(new PassThrough() as unknown as NodeJS.WriteStream);

before(async () => {
  home = await temporaryHome();
  stack = await startStack(home.dir);
});

after(async () => {
  await stack?.stop();
  await home?.remove();
});

/** Every token is somewhere: balances of all holders add up to the supply. */
async function assertConserved(): Promise<void> {
  const client = localReader(stack.rpcUrl);
  const { token, rewards } = stack.deployment.addresses;
  const read = { address: rewards, abi: rewardDistributorAbi } as const;
  const [funded, claimed] = await Promise.all([
    client.readContract({ ...read, functionName: "funded" }),
    client.readContract({ ...read, functionName: "totalClaimed" }),
  ]);
  assert.ok(claimed <= funded, `claimed ${claimed} must not exceed funded ${funded}`);
  const held = await client.readContract({ address: token, abi: erc20Abi, functionName: "balanceOf", args: [rewards] });
  assert.ok(held >= funded - claimed, `the distributor holds ${held}, it owes ${funded - claimed}`);
}

test("the loop runs from rows to a claim", { timeout: LOOP_TIMEOUT_MS }, async () => {
  const data = await exampleData(stack.python, stack.home);
  first = await runLoop({ stack, timeline: timeline() }, data, "tiny", QUESTION);
  assert.ok(first.loss.last < first.loss.first, `loss ${first.loss.first} -> ${first.loss.last}`);
  assert.ok(
    first.accuracy.tuned.exact.passes > first.accuracy.base.exact.passes,
    "tuned must beat base on unseen rows",
  );
  for (const name of ["first", "repeat", "carry-over", "format"])
    assert.ok(first.decision.conditions[name], `${name} was judged`);
  assert.equal(first.decision.validSeats, first.decision.seats);
  assert.notEqual(first.answer.answer, "");
  assert.equal(
    first.shares.reduce((sum, share) => sum + share.ppm, 0),
    1_000_000,
  );
  const paidOut = first.claims.reduce((sum, row) => sum + parseEther(row.amount), 0n);
  assert.equal(formatEther(paidOut), "0.5", "an epoch pays the whole fee of the one call, no more");
  await assertConserved();
});

test("the decision follows from the counts and the gate", () => {
  const gated = Object.values(first.decision.conditions).filter((condition) => condition.gated);
  assert.equal(
    first.decision.passed,
    gated.every((condition) => condition.passes >= condition.needed),
  );
});

test("every seat revealed a transcript of its own", async () => {
  const { round } = await query(stack, RoundResultDocument, { id: first.decision.roundId.toString() });
  const seats = (round?.latestDraw?.seats ?? []).filter((seat) => !seat.reserve);
  assert.equal(seats.length, 3);
  assert.equal(new Set(seats.map((seat) => seat.root)).size, seats.length, "seats have seeds of their own");
  for (const seat of seats) {
    const transcript = await requestJson<{ root: string }>(`${stack.webUrl}/ipfs/${seat.transcriptCid}`);
    assert.equal(transcript.root, seat.root);
  }
});

test("a killed role resumes and nothing is paid twice", { timeout: LOOP_TIMEOUT_MS }, async () => {
  const data = await exampleData(stack.python, stack.home);
  const stages: Record<string, string[]> = {
    "train (LoRA, robustness mix)": ["trainer"],
    "evaluation round": ["evaluator", "curator", "engine"],
    "attribution: influence on the retired exam": ["trainer", "gateway"],
  };
  const killing = timeline();
  const original = killing.stage.bind(killing);
  const killed: string[] = [];
  killing.stage = (name, planned, work) =>
    original(name, planned, async (stage) => {
      const victims = Object.entries(stages).find(([prefix]) => name.startsWith(prefix))?.[1] ?? [];
      let next = 0;
      // One victim at each sign of progress, so that it dies in the middle of its work.
      const progress = (text: string): void => {
        const victim = victims[next];
        const pid = victim === undefined ? undefined : stack.pids()[victim];
        if (victim !== undefined && pid) {
          next++;
          killed.push(victim);
          process.kill(pid, "SIGKILL");
        }
        stage.progress(text);
      };
      return await work({ ...stage, progress });
    });
  const result = await runLoop({ stack, timeline: killing }, data, "tiny", QUESTION);
  assert.ok(killed.length >= 4, `killed ${killed.join(", ")}`);
  assert.equal(result.decision.validSeats, result.decision.seats, "every seat still revealed");
  const paidOut = result.claims.reduce((sum, row) => sum + parseEther(row.amount), 0n);
  assert.equal(formatEther(paidOut), "0.5", "the second epoch pays the fee of the second call once");
  await assertConserved();
});

test("a restart keeps the state", { timeout: 120_000 }, async () => {
  const read = async () => {
    const { protocol } = await query(stack, HomeDocument);
    assert.ok(protocol);
    const { modelCount, roundCount, claimCount } = protocol;
    return { modelCount, roundCount, claimCount };
  };
  // Two loops ran, each ending with a claim; the index may be a block behind.
  const before = await poll("The index", read, ({ claimCount }) => claimCount === 2, { timeoutMs: 30_000 });
  await stack.stop();
  stack = await startStack(home.dir);
  const after = await poll("The index", read, ({ claimCount }) => claimCount >= 2, { timeoutMs: 30_000 });
  assert.deepEqual(after, before);
});
