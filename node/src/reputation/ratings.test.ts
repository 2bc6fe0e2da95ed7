/** Who may judge an answer. */
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { ratingTypedData } from "@assay/sdk/hashing";
import type { Hex } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { chainDouble } from "../testing/chainDouble.ts";
import type { Catalog } from "./catalog.ts";
import { createRatingDesk } from "./ratings.ts";
import { DAY, type EvidenceDesk, gateway, openEvidenceDesk, where } from "./testing/evidenceDesk.ts";

let desk: EvidenceDesk;

beforeEach(async () => {
  desk = await openEvidenceDesk();
});

test("ratings: only who paid may judge, once, in time, under its own signature", async () => {
  const payer = privateKeyToAccount(generatePrivateKey());
  const eve = privateKeyToAccount(generatePrivateKey());
  const catalog = { now: () => desk.now, list: async () => desk.models } as unknown as Catalog;
  const take = createRatingDesk({
    db: desk.db,
    client: chainDouble().client,
    reputation: desk.reputation,
    catalog,
    gateway: gateway.address,
    ...where,
  });
  const sign = async (receipt: string, by = payer, claimed = by.address, right = false) => {
    const rating = { payer: claimed, gateway: gateway.address, receipt, right };
    return { rating, signature: await by.signTypedData(ratingTypedData({ ...where, rating })) };
  };
  const { receipt } = await desk.call({ payer: payer.address });
  const forged = await sign(receipt.id, eve, payer.address);
  await assert.rejects(take(forged), { code: "rating_refused", status: 403, field: "signature" });
  await assert.rejects(take(await sign(receipt.id, eve)), { message: /only who paid may judge it/ });
  const good = await sign(receipt.id);
  await assert.rejects(take({ ...good, rating: { ...good.rating, right: true } }), { field: "signature" });
  await assert.rejects(take({ ...good, signature: "0x12" as Hex }), { field: "signature" });
  assert.deepEqual(await take(good), { weight: 1 });
  await assert.rejects(take(good), { message: /the first one stands/ });
  const failed = (await desk.call({ payer: payer.address, outcome: "timeout" })).receipt;
  await assert.rejects(take(await sign(failed.id)), { message: /counts without a rating/ });
  const late = (await desk.call({ payer: payer.address })).receipt;
  desk.now += 8 * DAY;
  await assert.rejects(take(await sign(late.id)), { message: /judge sooner/ });
  await assert.rejects(take(await sign("chatcmpl-none")), { status: 404 });
});
