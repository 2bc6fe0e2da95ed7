/** What live calls make of a model's posterior, and what of them counts. */
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { PoolReport, ReevaluationsReport, TrafficReport } from "@assay/sdk/api";
import { validate } from "@assay/sdk/documents";
import { ratingTypedData } from "@assay/sdk/hashing";
import { type Address, getAddress, type Hex, numberToHex } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { type Database, openDatabase } from "../platform/database.ts";
import { silentLogger } from "../platform/log.ts";
import { catalogModel, finalRound } from "../testing/catalogModel.ts";
import { chainDouble } from "../testing/chainDouble.ts";
import type { Catalog, CatalogModel } from "./catalog.ts";
import { policyMigration, publishPolicy, readPolicy } from "./policy.ts";
import { createPool, poolMigration } from "./pool.ts";
import { createRatingDesk } from "./ratings.ts";
import { type Receipt, receiptMigrations } from "./receipts.ts";
import { createReevaluations, reevaluationMigration } from "./reevaluation.ts";
import { createReputation, type Reputation } from "./reputation.ts";
import { reputationMigration } from "./reputationStore.ts";
import { createTraffic } from "./traffic.ts";

const START = 1_790_000_000;
const DAY = 86_400;
const FEE = 500_000_000_000_000_000n;
const at = (n: number): Address => getAddress(numberToHex(n, { size: 20 }));
const gateway = privateKeyToAccount(generatePrivateKey());
const ipfs = { addBytes: async () => "bafkreidocument" };
const where = { chainId: 31337, payments: at(9) };

let db: Database;
let now: number;
let reputation: Reputation;
let count: number;
let models: CatalogModel[];

const restart = async (overrides?: unknown): Promise<Reputation> =>
  await createReputation({
    db,
    policy: await publishPolicy({ db, ipfs, chainId: 31337, gateway: gateway.address, overrides }),
    now: () => now,
  });

beforeEach(async () => {
  now = START;
  count = 0;
  models = [catalogModel("1", { rounds: [finalRound("1", START, [32, 31, 30])], roles: [at(77).toLowerCase()] })];
  db = await openDatabase(":memory:", [
    ...receiptMigrations,
    policyMigration,
    reputationMigration,
    poolMigration,
    reevaluationMigration,
  ]);
  reputation = await restart();
  await reputation.learn(models);
});

async function call(own: Partial<Receipt> = {}) {
  const outcome = own.outcome ?? "answered";
  const charged = outcome === "answered" || outcome === "schema" ? FEE : 0n;
  const receipt: Receipt = {
    id: `chatcmpl-${++count}`,
    createdAt: now,
    modelId: "1",
    payer: at(50),
    servingAmount: charged,
    feeAmount: charged,
    offeredFee: FEE,
    voucherSignature: "0x",
    promptHash: numberToHex(1, { size: 32 }),
    answerHash: numberToHex(2, { size: 32 }),
    completionTokens: 2,
    seconds: 0.1,
    outcome,
    labelled: true,
    linked: false,
    tier: "admitted",
    rule: "best-quantile",
    policy: { version: 1, hash: reputation.policy.hash },
    candidates: [],
    reason: "test",
    ...own,
  };
  return { receipt, counting: await reputation.addCall(receipt) };
}

/** The rating desk's way for a payer whose key is known. */
function judge(receipt: Receipt, right: boolean, own: { linked?: boolean } = {}) {
  return reputation.addRating(receipt, {
    receipt: receipt.id,
    right,
    at: now,
    linked: own.linked ?? false,
    signature: "0x",
  });
}

const conditions = async () =>
  Object.fromEntries(
    (await reputation.view("1")).conditions.map(({ condition, q05, gated }) => [condition, { q05, gated }]),
  );

test("default: rounds seed each condition and the weakest gated one decides", async () => {
  const { q05, weakest } = reputation.quantile("1");
  assert.equal(weakest, "format");
  assert.ok(Math.abs(q05 - 0.8375867349575379) < 1e-9, "Beta(30.5, 2.5)");
  assert.deepEqual(Object.keys(await conditions()), ["first", "repeat", "format"]);
  assert.deepEqual(reputation.quantile("2"), { ...reputation.quantile("2"), weakest: "none" });
});

test("behavior: failures lower the quantile at once, answers do not raise it above the round", async () => {
  const before = reputation.quantile("1").q05;
  for (let i = 0; i < 20; i++) await call({ payer: at(100 + i) });
  assert.equal(reputation.quantile("1").q05, before, "only a round moves a model up");
  const path: number[] = [];
  for (let i = 0; i < 4; i++) {
    await call({ payer: at(200 + i), outcome: "timeout" });
    path.push((await conditions()).served?.q05 ?? 1);
  }
  assert.deepEqual(
    path,
    path.toSorted((a, b) => b - a),
  );
  for (let i = 0; i < 12; i++) await call({ payer: at(300 + i), outcome: "transport" });
  assert.equal(reputation.quantile("1").weakest, "served");
  assert.ok(reputation.quantile("1").q05 < before);
});

test("behavior: one payer counts up to its cap in a window, by what it paid", async () => {
  const weights = await Promise.all(
    Array.from({ length: 6 }, async () => (await call({ outcome: "timeout" })).counting),
  );
  assert.deepEqual(weights.slice(3), [
    { weight: 1 },
    { weight: 0, refused: "capped" },
    { weight: 0, refused: "capped" },
  ]);
  assert.deepEqual((await call({ payer: at(51), outcome: "timeout", offeredFee: FEE / 4n })).counting, {
    weight: 0.25,
  });
  assert.deepEqual((await call({ payer: at(52), offeredFee: 0n })).counting, { weight: 0, refused: "unpaid" });
  now += DAY;
  assert.deepEqual((await call({ outcome: "timeout" })).counting, { weight: 1 });
  assert.deepEqual((await reputation.view("1")).live.refused, { linked: 0, capped: 2, unpaid: 1 });
});

test("behavior: payers with a role count nothing, neither by calls nor by ratings", async () => {
  const before = reputation.quantile("1").q05;
  const { receipt, counting } = await call({ payer: at(77), linked: true, outcome: "schema" });
  assert.deepEqual(counting, { weight: 0, refused: "linked" });
  assert.deepEqual(await judge(receipt, false), { weight: 0, refused: "linked" });
  const { receipt: other } = await call();
  assert.deepEqual(
    await judge(other, false, { linked: true }),
    { weight: 0, refused: "linked" },
    "a role it took since",
  );
  assert.equal(reputation.quantile("1").q05, before);
});

test("behavior: passes fade faster than failures", async () => {
  await call({ outcome: "timeout" });
  const served = async () => (await reputation.view("1")).conditions.find(({ condition }) => condition === "served");
  const young = await served();
  now += 90 * DAY;
  const old = await served();
  assert.ok(young && old);
  assert.ok(Math.abs(old.beta - 0.5 - (young.beta - 0.5) / 2) < 1e-9);
  assert.ok(Math.abs(old.alpha - 0.5 - (young.alpha - 0.5) / 8) < 1e-9);
});

test("behavior: a restart folds receipts, ratings and rounds to the same posterior and keeps the caps", async () => {
  for (let i = 0; i < 3; i++) await call();
  await judge((await call()).receipt, false);
  now += 3_600;
  await call({ outcome: "timeout", payer: at(60) });
  await judge((await call({ payer: at(60) })).receipt, true);
  const before = await reputation.view("1");
  reputation = await restart();
  const after = await reputation.view("1");
  assert.deepEqual(after.live, before.live);
  assert.deepEqual(after.history, before.history);
  for (const [i, condition] of before.conditions.entries())
    assert.ok(Math.abs(condition.q05 - (after.conditions[i]?.q05 ?? 0)) < 1e-9, condition.condition);
  assert.ok((await call()).counting.refused === "capped", "four passes of this payer are in its window");
});

test("behavior: a round a reorg took away is forgotten, a changed one replaced", async () => {
  const before = reputation.quantile("1").q05;
  models = [catalogModel("1", { rounds: [finalRound("1", START, [32, 32, 32])] })];
  await reputation.learn(models);
  assert.ok(reputation.quantile("1").q05 > before);
  await reputation.learn([catalogModel("1")]);
  assert.equal(reputation.quantile("1").weakest, "none");
});

test("policy: a changed figure is another version, the earlier one stays readable; a wrong one is named", async () => {
  const first = reputation.policy;
  assert.equal((await restart()).policy.hash, first.hash);
  const second = (await restart({ routing: { minimumQuantile: 0.6 } })).policy;
  assert.deepEqual([first.document.version, second.document.version], [1, 2]);
  assert.equal((await readPolicy(db, first.hash))?.document.routing.minimumQuantile, 0.5);
  await assert.rejects(restart({ routing: { minimumQuantile: 2 } }), {
    code: "config_invalid",
    message: "roles.gateway.policy.routing.minimumQuantile must be <= 1.",
  });
  await assert.rejects(restart({ rooting: {} }), { message: /roles.gateway.policy.rooting is not a section/ });
});

test("ratings: only who paid may judge, once, in time, under its own signature", async () => {
  const payer = privateKeyToAccount(generatePrivateKey());
  const eve = privateKeyToAccount(generatePrivateKey());
  const catalog = { now: () => now, list: async () => models } as unknown as Catalog;
  const take = createRatingDesk({
    db,
    client: chainDouble().client,
    reputation,
    catalog,
    gateway: gateway.address,
    ...where,
  });
  const sign = async (receipt: string, by = payer, claimed = by.address, right = false) => {
    const rating = { payer: claimed, gateway: gateway.address, receipt, right };
    return { rating, signature: await by.signTypedData(ratingTypedData({ ...where, rating })) };
  };
  const { receipt } = await call({ payer: payer.address });
  const forged = await sign(receipt.id, eve, payer.address);
  await assert.rejects(take(forged), { code: "rating_refused", status: 403, field: "signature" });
  await assert.rejects(take(await sign(receipt.id, eve)), { message: /only who paid may judge it/ });
  const good = await sign(receipt.id);
  await assert.rejects(take({ ...good, rating: { ...good.rating, right: true } }), { field: "signature" });
  await assert.rejects(take({ ...good, signature: "0x12" as Hex }), { field: "signature" });
  assert.deepEqual(await take(good), { weight: 1 });
  await assert.rejects(take(good), { message: /the first one stands/ });
  const failed = (await call({ payer: payer.address, outcome: "timeout" })).receipt;
  await assert.rejects(take(await sign(failed.id)), { message: /counts without a rating/ });
  const late = (await call({ payer: payer.address })).receipt;
  now += 8 * DAY;
  await assert.rejects(take(await sign(late.id)), { message: /judge sooner/ });
  await assert.rejects(take(await sign("chatcmpl-none")), { status: 404 });
});

test("reevaluation: asked once by enough failures of enough payers, signed, and answered by the next round", async () => {
  const options = { db, reputation, ipfs, account: gateway, log: silentLogger, ...where };
  const reevaluations = createReevaluations(options);
  now += 60;
  for (let i = 0; i < 40; i++) await call({ outcome: "timeout" });
  await reevaluations.observe(models);
  assert.deepEqual((await reevaluations.report()).wanted, [], "one payer alone cannot ask");
  for (let i = 0; i < 12; i++) await call({ outcome: "timeout", payer: at(400 + i) });
  await reevaluations.observe(models);
  await reevaluations.observe(models);
  const { wanted } = validate(ReevaluationsReport, await reevaluations.report(), "reevaluationsReport");
  assert.equal(wanted.length, 1);
  assert.deepEqual([wanted[0]?.document.weakest, wanted[0]?.document.payers], ["served", 13]);
  now += 60;
  models = [catalogModel("1", { rounds: [...(models[0]?.rounds ?? []), finalRound("2", now, [32, 32, 32])] })];
  await reputation.learn(models);
  await reevaluations.observe(models);
  assert.deepEqual((await reevaluations.report()).wanted, [], "what the round answered does not ask for another");
  now += 60;
  for (let i = 0; i < 12; i++) await call({ outcome: "timeout", payer: at(500 + i) });
  await reevaluations.observe(models);
  assert.equal((await reevaluations.openFor("1"))?.at, now);
});

test("pool: every admission says what callers are routed to before and after", async () => {
  const traffic = await createTraffic({ db, policy: reputation.policy.document, now: () => now });
  const pool = createPool({
    db,
    policy: reputation.policy.document,
    reputation,
    recentCalls: traffic.recentCalls,
    log: silentLogger,
  });
  const change = { id: "0x01", from: "SANDBOX" as const, to: "ADMITTED" as const, roundId: "2", at: START };
  const better = catalogModel("2", { rounds: [finalRound("2", START, [32, 32, 32])], changes: [change] });
  await reputation.learn([...models, better]);
  await pool.observe([...models, better]);
  await pool.observe([...models, better]);
  const report = validate(PoolReport, await pool.report([...models, better]), "poolReport");
  assert.equal(report.changes.length, 1);
  const [admitted] = report.changes;
  assert.equal(admitted?.before, reputation.quantile("1").q05);
  assert.equal(admitted?.after, reputation.quantile("2").q05);
  assert.deepEqual(report.now, [{ datanetId: "1", modelId: "2", quality: reputation.quantile("2").q05, calls: 0 }]);
});

test("traffic: exploration never passes its share, also with calls in flight and after a restart", async () => {
  const { document } = reputation.policy;
  let traffic = await createTraffic({ db, policy: document, now: () => now });
  const peers = new Set(["1", "2"]);
  assert.equal(traffic.mayExplore(peers), false, "one of one would be all");
  for (let i = 0; i < 19; i++) traffic.record((await call()).receipt);
  const running = traffic.enter({ modelId: "2", tier: "probation", rule: "probation-exploration" }, peers);
  assert.throws(() => traffic.enter({ modelId: "2", tier: "probation", rule: "probation-exploration" }, peers), {
    code: "quote_outdated",
    status: 409,
  });
  running.leave();
  assert.equal(traffic.mayExplore(peers), true);
  await call({ modelId: "2", tier: "probation", rule: "probation-exploration" });
  traffic = await createTraffic({ db, policy: document, now: () => now });
  assert.equal(traffic.mayExplore(peers), false);
  assert.deepEqual([...traffic.explored(peers)], [["2", 1]]);
  now += DAY + 1;
  assert.deepEqual([...traffic.explored(peers)], []);
});

test("traffic: the sandbox share counts against all calls of a day, above the free ones", async () => {
  const overrides = { sandbox: { perDay: 5, shareBps: 5_000, freeCalls: 1 } };
  const { document } = (await restart(overrides)).policy;
  const traffic = await createTraffic({ db, policy: document, now: () => now });
  assert.deepEqual(traffic.sandboxUse(), { calls: 0, used: 0, allowed: 1 });
  for (let i = 0; i < 20; i++) traffic.record((await call({ tier: i < 4 ? "sandbox" : "admitted" })).receipt);
  assert.deepEqual(traffic.sandboxUse(), { calls: 20, used: 4, allowed: 5 });
  const report = validate(TrafficReport, await traffic.report(START), "trafficReport");
  assert.deepEqual(
    report.models.map(({ tier, calls, share }) => [tier, calls, share]),
    [
      ["sandbox", 4, 0.2],
      ["admitted", 16, 0.8],
    ],
  );
});
