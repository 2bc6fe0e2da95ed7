/** Evidence that comes in at once: it is counted once, in the order it is stored, and not when it isn't stored. */
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { ratingTypedData } from "@assay/sdk/hashing";
import { getAddress, numberToHex } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { type Database, openDatabase } from "../platform/database.ts";
import { catalogModel, finalRound } from "../testing/catalogModel.ts";
import { chainDouble } from "../testing/chainDouble.ts";
import { paidReceipt } from "../testing/paidReceipt.ts";
import type { Catalog } from "./catalog.ts";
import { policyMigration, publishPolicy } from "./policy.ts";
import { createRatingDesk } from "./ratings.ts";
import { type Receipt, readReceipt, receiptMigrations } from "./receipts.ts";
import { createReputation, type Reputation } from "./reputation.ts";
import { reputationMigrations } from "./reputationStore.ts";

const NOW = 1_790_000_000;
const at = (n: number) => getAddress(numberToHex(n, { size: 20 }));
const domain = { chainId: 31337, payments: at(9) };
const gateway = at(1);
const payer = privateKeyToAccount(generatePrivateKey());
const models = [catalogModel("1", { rounds: [finalRound("1", NOW, [32, 31, 30])] })];

let db: Database;
let reputation: Reputation;

async function start(): Promise<Reputation> {
  const ipfs = { addBytes: async () => "bafkreipolicy" };
  return await createReputation({
    db,
    policy: await publishPolicy({ db, ipfs, chainId: domain.chainId, gateway }),
    now: () => NOW,
  });
}

beforeEach(async () => {
  db = await openDatabase(":memory:", [...receiptMigrations, policyMigration, ...reputationMigrations]);
  reputation = await start();
  await reputation.learn(models);
});

const receipt = (id: string, own: Partial<Receipt> = {}): Receipt =>
  paidReceipt({ id, createdAt: NOW, payer: payer.address, ...own });

const rate = (of: Receipt, right: boolean) =>
  reputation.addRating(of, { receipt: of.id, right, at: NOW, linked: false, signature: "0x" });

test("behavior: calls and ratings at once are counted in the order they are stored, so a restart agrees", async () => {
  const first = receipt("first");
  await reputation.addCall(first);
  const mixed = Array.from({ length: 12 }, (_, i) => receipt(`call-${i}`, i % 3 === 0 ? { outcome: "schema" } : {}));
  await Promise.all([
    ...mixed.slice(0, 6).map((entry) => reputation.addCall(entry)),
    rate(first, true),
    reputation.learn([...models, catalogModel("2", { rounds: [finalRound("2", NOW, [32, 32, 32])] })]),
    ...mixed.slice(6).map((entry) => reputation.addCall(entry)),
  ]);
  const before = await reputation.view("1");
  assert.equal(before.live.calls, 13);
  const after = await (await start()).view("1");
  assert.deepEqual(after, before);
});

test("behavior: one receipt takes one rating, also from copies that come in at once", async () => {
  const catalog = { now: () => NOW, list: async () => models } as unknown as Catalog;
  const take = createRatingDesk({ db, client: chainDouble().client, reputation, catalog, gateway, ...domain });
  const rated = receipt("rated");
  await reputation.addCall(rated);
  const rating = { payer: payer.address, gateway, receipt: rated.id, right: false };
  const signature = await payer.signTypedData(ratingTypedData({ ...domain, rating }));
  const attempts = await Promise.allSettled(Array.from({ length: 4 }, () => take({ rating, signature })));
  assert.equal(attempts.filter(({ status }) => status === "fulfilled").length, 1);
  for (const attempt of attempts)
    if (attempt.status === "rejected")
      assert.deepEqual(
        [attempt.reason.status, attempt.reason.message],
        [409, "The call rated has a rating; the first one stands."],
      );
  assert.deepEqual((await reputation.view("1")).live.ratings, { right: 0, wrong: 1 });
});

test("error: a call that can't be stored with what belongs to it is not counted either", async () => {
  const before = await reputation.view("1");
  const lost = reputation.addCall(receipt("lost", { outcome: "timeout" }), async () => {
    throw new Error("no voucher");
  });
  await assert.rejects(lost, /no voucher/);
  assert.equal(await readReceipt(db, "lost"), undefined);
  assert.deepEqual(await reputation.view("1"), before);
});

test("error: a call whose note can't be stored is forgotten in memory too", async () => {
  const before = await reputation.view("1");
  await db.run("ALTER TABLE reputation_history RENAME TO elsewhere");
  await assert.rejects(reputation.addCall(receipt("lost", { outcome: "timeout" })), /reputation_history/);
  await db.run("ALTER TABLE elsewhere RENAME TO reputation_history");
  assert.deepEqual(await reputation.view("1"), before);
  await reputation.addCall(receipt("kept", { outcome: "timeout" }));
  assert.equal((await reputation.view("1")).live.calls, 1);
});
