/**
 * What routing adds to a call: the time to choose among many models, to compute their quantiles again, and to store
 * and count the call afterwards. Prints one JSON line with the machine it ran on. No engine, no chain, a database on
 * disk.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { numberToHex } from "viem";
import { routeAmong } from "../../node/src/gateway/routing/route.ts";
import { openDatabase } from "../../node/src/platform/database.ts";
import { asOf } from "../../node/src/reputation/catalogQuery.ts";
import { policyMigration, publishPolicy } from "../../node/src/reputation/policy.ts";
import { addReceipt, type Receipt, receiptMigrations } from "../../node/src/reputation/receipts.ts";
import { createReputation } from "../../node/src/reputation/reputation.ts";
import { reputationMigrations } from "../../node/src/reputation/reputationStore.ts";
import { createTraffic } from "../../node/src/reputation/traffic.ts";
import { catalogModel, finalRound } from "../../node/src/testing/catalogModel.ts";

const MODELS = 200;
const RECEIPTS = 20_000;
const CALLS = 2_000;
const START = 1_790_000_000;

const quantileOf = (times: number[], share: number): number =>
  Number((times.toSorted((a, b) => a - b)[Math.floor(times.length * share)] ?? 0).toFixed(3));
const summary = (times: number[]) => ({ p50: quantileOf(times, 0.5), p95: quantileOf(times, 0.95) });

function timed(work: () => void): number {
  const began = performance.now();
  work();
  return performance.now() - began;
}

const home = await mkdtemp(join(tmpdir(), "assay-routing-"));
const migrations = [...receiptMigrations, policyMigration, ...reputationMigrations];
const db = await openDatabase(join(home, "gateway.db"), migrations);
let now = START;
const ipfs = { addBytes: async () => "bafkreibench" };
const policy = await publishPolicy({ db, ipfs, chainId: 31337, gateway: numberToHex(1, { size: 20 }) });

const receipt = (i: number): Receipt => ({
  id: `chatcmpl-${i}`,
  createdAt: START,
  modelId: String((i % MODELS) + 1),
  payer: numberToHex(1_000 + (i % 500), { size: 20 }),
  servingAmount: 0n,
  feeAmount: 10n ** 18n,
  offeredFee: 10n ** 18n,
  voucherSignature: "0x",
  promptHash: policy.hash,
  answerHash: policy.hash,
  completionTokens: 2,
  seconds: 1,
  outcome: i % 20 === 0 ? "schema" : "answered",
  labelled: true,
  linked: false,
  tier: "admitted",
  rule: "best-quantile",
  policy: { version: 1, hash: policy.hash },
  candidates: [],
  reason: "bench",
});

await db.transaction(async (tx) => {
  for (let i = 0; i < RECEIPTS; i++) await addReceipt(tx, receipt(i));
});
const clock = () => now;
const began = performance.now();
const reputation = await createReputation({ db, policy, now: clock });
const traffic = await createTraffic({ db, policy: policy.document, now: clock });
const foldMs = performance.now() - began;
const models = Array.from({ length: MODELS }, (_, i) => {
  const passes: [number, number, number] = [32, 30 + (i % 3), 29 + (i % 4)];
  const state = i % 20 === 0 ? "PROBATION" : "ADMITTED";
  return catalogModel(String(i + 1), { state, rounds: [finalRound(String(i + 1), START, passes)] });
});
await reputation.learn(models);
const { quantile } = reputation;
const { explored, mayExplore } = traffic;
const context = { policy: policy.document, quantile, explored, mayExplore };
const route = () =>
  routeAmong(
    models.map((model) => asOf(model, now)),
    "1",
    context,
  );

const cold = timed(route);
const warm: number[] = [];
/** the thread's own CPU time, which other processes of a busy machine do not stretch */
const warmCpu: number[] = [];
const counted: number[] = [];
for (let i = 0; i < CALLS; i++) {
  const before = process.threadCpuUsage();
  warm.push(timed(route));
  const { user, system } = process.threadCpuUsage(before);
  warmCpu.push((user + system) / 1000);
  // Every call changes one model's evidence, so its quantile is computed again by the next.
  const counting = performance.now();
  await reputation.addCall({ ...receipt(RECEIPTS + i), id: `new-${i}` });
  counted.push(performance.now() - counting);
  now += i % 10 === 0 ? 1 : 0;
}
const [cpu] = cpus();
console.log(
  JSON.stringify({
    models: MODELS,
    receipts: RECEIPTS,
    calls: CALLS,
    route_ms: summary(warm),
    route_cpu_ms: summary(warmCpu),
    count_ms: summary(counted),
    cold_route_ms: Number(cold.toFixed(1)),
    fold_at_start_ms: Number(foldMs.toFixed(0)),
    machine: { cpu: cpu?.model ?? "unknown", cores: cpus().length, load: loadavg()[0], node: process.version },
  }),
);
await db.close();
await rm(home, { recursive: true, force: true });
