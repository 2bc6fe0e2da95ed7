/** What live calls make of a model's posterior, and what of them counts. */
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { catalogModel, finalRound } from "../testing/catalogModel.ts";
import { FEE } from "../testing/paidReceipt.ts";
import { readPolicy } from "./policy.ts";
import { at, DAY, type EvidenceDesk, openEvidenceDesk, START } from "./testing/evidenceDesk.ts";

let desk: EvidenceDesk;

beforeEach(async () => {
  desk = await openEvidenceDesk();
});

const conditions = async () =>
  Object.fromEntries(
    (await desk.reputation.view("1")).conditions.map(({ condition, q05, gated }) => [condition, { q05, gated }]),
  );

test("default: rounds seed each condition and the weakest gated one decides", async () => {
  const { q05, weakest } = desk.reputation.quantile("1");
  assert.equal(weakest, "format");
  assert.ok(Math.abs(q05 - 0.8375867349575379) < 1e-9, "Beta(30.5, 2.5)");
  assert.deepEqual(Object.keys(await conditions()), ["first", "repeat", "format"]);
  assert.deepEqual(desk.reputation.quantile("2"), { ...desk.reputation.quantile("2"), weakest: "none" });
});

test("behavior: failures lower the quantile at once, answers do not raise it above the round", async () => {
  const before = desk.reputation.quantile("1").q05;
  for (let i = 0; i < 20; i++) await desk.call({ payer: at(100 + i) });
  assert.equal(desk.reputation.quantile("1").q05, before, "only a round moves a model up");
  const path: number[] = [];
  for (let i = 0; i < 4; i++) {
    await desk.call({ payer: at(200 + i), outcome: "timeout" });
    path.push((await conditions()).served?.q05 ?? 1);
  }
  assert.deepEqual(
    path,
    path.toSorted((a, b) => b - a),
  );
  for (let i = 0; i < 12; i++) await desk.call({ payer: at(300 + i), outcome: "transport" });
  assert.equal(desk.reputation.quantile("1").weakest, "served");
  assert.ok(desk.reputation.quantile("1").q05 < before);
});

test("behavior: one payer counts up to its cap in a window, by what it paid", async () => {
  const weights = await Promise.all(
    Array.from({ length: 6 }, async () => (await desk.call({ outcome: "timeout" })).counting),
  );
  assert.deepEqual(weights.slice(3), [
    { weight: 1 },
    { weight: 0, refused: "capped" },
    { weight: 0, refused: "capped" },
  ]);
  assert.deepEqual((await desk.call({ payer: at(51), outcome: "timeout", offeredFee: FEE / 4n })).counting, {
    weight: 0.25,
  });
  assert.deepEqual((await desk.call({ payer: at(52), offeredFee: 0n })).counting, { weight: 0, refused: "unpaid" });
  desk.now += DAY;
  assert.deepEqual((await desk.call({ outcome: "timeout" })).counting, { weight: 1 });
  assert.deepEqual((await desk.reputation.view("1")).live.refused, { linked: 0, capped: 2, unpaid: 1 });
});

test("behavior: payers with a role count nothing, neither by calls nor by ratings", async () => {
  const before = desk.reputation.quantile("1").q05;
  const { receipt, counting } = await desk.call({ payer: at(77), linked: true, outcome: "schema" });
  assert.deepEqual(counting, { weight: 0, refused: "linked" });
  assert.deepEqual(await desk.judge(receipt, false), { weight: 0, refused: "linked" });
  const { receipt: other } = await desk.call();
  assert.deepEqual(
    await desk.judge(other, false, { linked: true }),
    { weight: 0, refused: "linked" },
    "a role it took since",
  );
  assert.equal(desk.reputation.quantile("1").q05, before);
});

test("behavior: passes fade faster than failures", async () => {
  await desk.call({ outcome: "timeout" });
  const served = async () =>
    (await desk.reputation.view("1")).conditions.find(({ condition }) => condition === "served");
  const young = await served();
  desk.now += 90 * DAY;
  const old = await served();
  assert.ok(young && old);
  assert.ok(Math.abs(old.beta - 0.5 - (young.beta - 0.5) / 2) < 1e-9);
  assert.ok(Math.abs(old.alpha - 0.5 - (young.alpha - 0.5) / 8) < 1e-9);
});

test("behavior: a restart folds receipts, ratings and rounds to the same posterior and keeps the caps", async () => {
  for (let i = 0; i < 3; i++) await desk.call();
  await desk.judge((await desk.call()).receipt, false);
  desk.now += 3_600;
  await desk.call({ outcome: "timeout", payer: at(60) });
  await desk.judge((await desk.call({ payer: at(60) })).receipt, true);
  const before = await desk.reputation.view("1");
  desk.reputation = await desk.restart();
  const after = await desk.reputation.view("1");
  assert.deepEqual(after.live, before.live);
  assert.deepEqual(after.history, before.history);
  for (const [i, condition] of before.conditions.entries())
    assert.ok(Math.abs(condition.q05 - (after.conditions[i]?.q05 ?? 0)) < 1e-9, condition.condition);
  assert.ok((await desk.call()).counting.refused === "capped", "four passes of this payer are in its window");
});

test("behavior: a round a reorg took away is forgotten, a changed one replaced", async () => {
  const before = desk.reputation.quantile("1").q05;
  desk.models = [catalogModel("1", { rounds: [finalRound("1", START, [32, 32, 32])] })];
  await desk.reputation.learn(desk.models);
  assert.ok(desk.reputation.quantile("1").q05 > before);
  await desk.reputation.learn([catalogModel("1")]);
  assert.equal(desk.reputation.quantile("1").weakest, "none");
});

test("policy: a changed figure is another version, the earlier one stays readable; a wrong one is named", async () => {
  const first = desk.reputation.policy;
  assert.equal((await desk.restart()).policy.hash, first.hash);
  const second = (await desk.restart({ routing: { minimumQuantile: 0.6 } })).policy;
  assert.deepEqual([first.document.version, second.document.version], [1, 2]);
  assert.equal((await readPolicy(desk.db, first.hash))?.document.routing.minimumQuantile, 0.5);
  await assert.rejects(desk.restart({ routing: { minimumQuantile: 2 } }), {
    code: "config_invalid",
    message: "roles.gateway.policy.routing.minimumQuantile must be <= 1.",
  });
  await assert.rejects(desk.restart({ rooting: {} }), { message: /roles.gateway.policy.rooting is not a section/ });
});
