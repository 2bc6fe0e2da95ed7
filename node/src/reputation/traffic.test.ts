/** What a change of state does to whom callers are routed to, and how much of the traffic each tier gets. */
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { PoolReport, TrafficReport } from "@assay/sdk/api";
import { validate } from "@assay/sdk/documents";
import { silentLogger } from "../platform/log.ts";
import { catalogModel, finalRound } from "../testing/catalogModel.ts";
import { createPool } from "./pool.ts";
import { DAY, type EvidenceDesk, openEvidenceDesk, START } from "./testing/evidenceDesk.ts";
import { createTraffic } from "./traffic.ts";

let desk: EvidenceDesk;

beforeEach(async () => {
  desk = await openEvidenceDesk();
});

test("pool: every admission says what callers are routed to before and after", async () => {
  const traffic = await createTraffic({ db: desk.db, policy: desk.reputation.policy.document, now: () => desk.now });
  const pool = createPool({
    db: desk.db,
    policy: desk.reputation.policy.document,
    reputation: desk.reputation,
    recentCalls: traffic.recentCalls,
    log: silentLogger,
  });
  const change = { id: "0x01", from: "SANDBOX" as const, to: "ADMITTED" as const, roundId: "2", at: START };
  const better = catalogModel("2", { rounds: [finalRound("2", START, [32, 32, 32])], changes: [change] });
  await desk.reputation.learn([...desk.models, better]);
  await pool.observe([...desk.models, better]);
  await pool.observe([...desk.models, better]);
  const report = validate(PoolReport, await pool.report([...desk.models, better]), "poolReport");
  assert.equal(report.changes.length, 1);
  const [admitted] = report.changes;
  assert.equal(admitted?.before, desk.reputation.quantile("1").q05);
  assert.equal(admitted?.after, desk.reputation.quantile("2").q05);
  assert.deepEqual(report.now, [
    { datanetId: "1", modelId: "2", quality: desk.reputation.quantile("2").q05, calls: 0 },
  ]);
});

test("traffic: exploration never passes its share, also with calls in flight and after a restart", async () => {
  const { document } = desk.reputation.policy;
  let traffic = await createTraffic({ db: desk.db, policy: document, now: () => desk.now });
  const peers = new Set(["1", "2"]);
  assert.equal(traffic.mayExplore(peers), false, "one of one would be all");
  for (let i = 0; i < 19; i++) traffic.record((await desk.call()).receipt);
  const running = traffic.enter({ modelId: "2", tier: "probation", rule: "probation-exploration" }, peers);
  assert.throws(() => traffic.enter({ modelId: "2", tier: "probation", rule: "probation-exploration" }, peers), {
    code: "quote_outdated",
    status: 409,
  });
  running.leave();
  assert.equal(traffic.mayExplore(peers), true);
  await desk.call({ modelId: "2", tier: "probation", rule: "probation-exploration" });
  traffic = await createTraffic({ db: desk.db, policy: document, now: () => desk.now });
  assert.equal(traffic.mayExplore(peers), false);
  assert.deepEqual([...traffic.explored(peers)], [["2", 1]]);
  desk.now += DAY + 1;
  assert.deepEqual([...traffic.explored(peers)], []);
});

test("traffic: the sandbox share counts against all calls of a day, above the free ones", async () => {
  const overrides = { sandbox: { perDay: 5, shareBps: 5_000, freeCalls: 1 } };
  const { document } = (await desk.restart(overrides)).policy;
  const traffic = await createTraffic({ db: desk.db, policy: document, now: () => desk.now });
  assert.deepEqual(traffic.sandboxUse(), { calls: 0, used: 0, allowed: 1 });
  for (let i = 0; i < 20; i++) traffic.record((await desk.call({ tier: i < 4 ? "sandbox" : "admitted" })).receipt);
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
