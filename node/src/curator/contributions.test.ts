/** Uploads and signatures: nothing is kept until the contributor signs, and only what they signed is. */
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { offerContribution, signContribution } from "./contributions.ts";
import { OFFER_LIFE_MS } from "./offers.ts";
import { type CuratorDesk, csv, openCuratorDesk } from "./testing/curatorDesk.ts";

let desk: CuratorDesk;
beforeEach(async () => {
  desk = await openCuratorDesk();
});
afterEach(() => desk.db.close());

/** Rows in the database, of any contribution. */
async function keptRows(): Promise<number> {
  const found = await desk.db.get<{ count: number }>(
    "SELECT (SELECT COUNT(*) FROM contributions) + (SELECT COUNT(*) FROM contribution_rows) AS count",
  );
  return found?.count ?? -1;
}

test("default: an upload is offered, and kept with its signature", async () => {
  const made = await desk.offer();
  assert.deepEqual([made.rows, made.labels], [90, { greeting: 30, limits: 30, refund: 30 }]);
  assert.equal(await keptRows(), 0, "nothing is kept before the signature");
  const signature = await desk.sign(made);
  await signContribution(desk.desk, made.contributionId, signature);
  const stored = await desk.contributions.get(made.contributionId);
  assert.equal(stored?.signature, signature);
  assert.equal((await desk.contributions.rows(made.contributionId)).length, 90);
  assert.equal(desk.offers.size, 0);
});

test("error: a signature of somebody else keeps nothing, and the contributor may still sign", async () => {
  const made = await desk.offer();
  const stranger = privateKeyToAccount(generatePrivateKey());
  const wrong = signContribution(desk.desk, made.contributionId, await desk.sign(made, stranger));
  await assert.rejects(wrong, { code: "signature_invalid", field: "signature" });
  await assert.rejects(signContribution(desk.desk, made.contributionId, "0x12"), { code: "signature_invalid" });
  assert.equal(await keptRows(), 0);
  await signContribution(desk.desk, made.contributionId, await desk.sign(made));
  assert.equal(await keptRows(), 91);
});

test("behavior: signed twice, also at the same moment, it is kept once", async () => {
  const made = await desk.offer();
  const signature = await desk.sign(made);
  const sign = () => signContribution(desk.desk, made.contributionId, signature);
  await Promise.all([sign(), sign()]);
  assert.equal((await sign()).id, made.contributionId);
  assert.equal(await keptRows(), 91);
});

test("behavior: two uploads of one account differ in their nonces, whichever is signed first", async () => {
  const nonceOf = ({ typedData }: Awaited<ReturnType<typeof desk.offer>>) =>
    (typedData as { message: { nonce: string } }).message.nonce;
  const [first, second] = [await desk.offer(), await desk.offer()];
  await signContribution(desk.desk, second.contributionId, await desk.sign(second));
  const third = await desk.offer();
  assert.deepEqual([first, second, third].map(nonceOf), ["1", "2", "3"]);
  assert.equal(nonceOf(await desk.offer(desk.ann, csv(90), 2n)), "1", "each datanet counts by itself");
});

test("behavior: an upload that nobody signs is forgotten after its time", async () => {
  const made = await desk.offer();
  const signature = await desk.sign(made);
  desk.clock.now += OFFER_LIFE_MS - 1;
  desk.offers.expire();
  assert.equal(desk.offers.size, 1);
  desk.clock.now += 1;
  desk.offers.expire();
  assert.equal(desk.offers.size, 0);
  const late = signContribution(desk.desk, made.contributionId, signature);
  await assert.rejects(late, { code: "contribution_unknown", status: 404 });
  assert.equal(await keptRows(), 0);
});

test("behavior: a signed contribution stays however long it waits", async () => {
  const id = await desk.contribute();
  desk.clock.now += 100 * OFFER_LIFE_MS;
  desk.offers.expire();
  assert.equal((await desk.contributions.get(id))?.rowCount, 90);
});

test("error: a file whose contributor column never names the contributor", async () => {
  const file = new TextEncoder().encode("text,label,contributor\nhello,greeting,0x01\nbye,parting,0x02\n");
  const made = offerContribution(desk.desk, {
    datanetId: 1n,
    contributor: desk.ann.address,
    mapping: { text: "text", label: "label", contributor: "contributor" },
    metadata: { origin: "x", licence: "x", intendedUse: "x", why: "x" },
    file,
  });
  await assert.rejects(made, { code: "no_rows", field: "mapping.contributor" });
});
