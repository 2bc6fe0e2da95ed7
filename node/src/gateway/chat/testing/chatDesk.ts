/** The paid path over HTTP with an engine that says what a test wants. */

import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import type { Channel, ChatParams } from "@assay/sdk/api";
import { nextVoucher, voucherHeader } from "@assay/sdk/channel";
import { voucherTypedData } from "@assay/sdk/hashing";
import { type Address, getAddress, numberToHex } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { openDatabase } from "../../../platform/database.ts";
import type { ChatEvent, EngineClient } from "../../../platform/engine/client.ts";
import { createApp } from "../../../platform/http/app.ts";
import { serve } from "../../../platform/http/serve.ts";
import { silentLogger } from "../../../platform/log.ts";
import type { Catalog, CatalogModel, ModelState } from "../../../reputation/catalog.ts";
import { labelCheck } from "../../../reputation/declared.ts";
import { policyMigration, publishPolicy } from "../../../reputation/policy.ts";
import { receiptMigrations } from "../../../reputation/receipts.ts";
import { createReputation } from "../../../reputation/reputation.ts";
import { reputationMigrations } from "../../../reputation/reputationStore.ts";
import { createTraffic } from "../../../reputation/traffic.ts";
import { servingProfileHash } from "../../../serving/profile.ts";
import { catalogModel, finalRound } from "../../../testing/catalogModel.ts";
import { chainDouble } from "../../../testing/chainDouble.ts";
import { profile } from "../../../testing/servingProfile.ts";
import type { ParkedPayment } from "../../payments/parked.ts";
import { createVoucherDesk } from "../../payments/voucherDesk.ts";
import { voucherMigrations } from "../../payments/voucherStore.ts";
import { createQuotes } from "../../routing/quotes.ts";
import { createChatService } from "../chatService.ts";
import { addGatewayRoutes } from "../routes.ts";

const PRICE = { servingAmount: 4n, feeAmount: 6n };
const NOW = 1_790_000_000;
const payer = privateKeyToAccount(generatePrivateKey());
const at = (n: number): Address => getAddress(numberToHex(n, { size: 20 }));
export const terms = { payee: at(1), token: at(2) };
const domain = { chainId: 31337, payments: at(9) };

export type Script = (signal?: AbortSignal) => AsyncGenerator<ChatEvent>;

export const token = (text: string): ChatEvent => ({ event: "token", id: undefined, data: { text } });
export const done: ChatEvent = { event: "done", id: undefined, data: { promptTokens: 5, completionTokens: 2 } };

export async function* whole() {
  yield token("re");
  yield token("fund");
  yield done;
}

/** One piece, then silence until the caller hangs up. */
export async function* stuck(signal?: AbortSignal) {
  yield token("refund");
  await delay(60_000, undefined, signal === undefined ? {} : { signal });
}

export const codeOf = async (response: Response) => ((await response.json()) as { error: { code: string } }).error.code;

/** What a test may set before a call, and see after it. */
class Knobs {
  state: ModelState = "ADMITTED";
  loadFault: Error | undefined;
  /** how often a refusal had the index asked again */
  renewals = 0;
  /** what the engine does for the next call */
  script: Script = whole;
  asked: ChatParams | undefined;
  parked: ParkedPayment[] = [];
}

export type ChatDesk = Awaited<ReturnType<typeof openChatDesk>>;

/** A gateway with one model and one payer, who has 1000 in its channel. */
export async function openChatDesk() {
  const knobs = new Knobs();
  const model = (id: string): CatalogModel =>
    catalogModel(id, {
      state: knobs.state,
      servingProfileHash: servingProfileHash(profile),
      rounds: [finalRound("1", NOW, [32, 32, 32])],
    });
  const catalog: Catalog = {
    now: () => NOW,
    list: async () => [model("1")],
    refresh: async () => [model("1")],
    renewed: async () => {
      knobs.renewals++;
      return [model("1")];
    },
    get: async (id) => model(id),
    load: async () => {
      if (knobs.loadFault !== undefined) throw knobs.loadFault;
      return { adapterDir: "/adapter", profile };
    },
  };
  const db = await openDatabase(":memory:", [
    ...voucherMigrations,
    ...receiptMigrations,
    policyMigration,
    ...reputationMigrations,
  ]);
  const readChannel = async () => ({ deposited: 1_000n, redeemed: 0n, withdrawAt: 0n });
  const vouchers = createVoucherDesk({
    db,
    client: chainDouble().client,
    ...domain,
    ...terms,
    readChannel,
    refusalOf: async () => undefined,
    tryRedeem: () => assert.fail("the payers are keys"),
  });
  const engine = {
    chat(params: ChatParams, signal?: AbortSignal) {
      knobs.asked = params;
      return knobs.script(signal);
    },
  } as Partial<EngineClient> as EngineClient;
  const ipfs = { addBytes: async () => "bafkreipolicy" };
  const overrides = { live: { feeUnit: "6" }, sandbox: { freeCalls: 2, shareBps: 0 } };
  const policy = await publishPolicy({ db, ipfs, chainId: 31337, gateway: terms.payee, overrides });
  const reputation = await createReputation({ db, policy, now: () => NOW });
  await reputation.learn([model("1")]);
  const traffic = await createTraffic({ db, policy: policy.document, now: () => NOW });
  const declared = async () => labelCheck(["refund", "card_lost"]);
  const learned = { reputation, traffic, quotes: createQuotes(), declared, log: silentLogger };
  const chat = createChatService({ catalog, desk: vouchers, engine, price: PRICE, terms, ...learned });
  const app = createApp({ log: silentLogger });
  const { quantile } = reputation;
  const parked = async () => knobs.parked;
  const accounts = async () => [];
  addGatewayRoutes(app, {
    chat,
    catalog,
    desk: vouchers,
    quantile,
    price: PRICE,
    terms,
    readChannel,
    parked,
    accounts,
  });
  const { url, close } = await serve(app, { port: 0 });

  async function channel(by = payer): Promise<Channel> {
    return (await (await fetch(`${url}/v1/channel?payer=${by.address}`)).json()) as Channel;
  }

  /** Signs one call more than the gateway has kept. */
  async function signedHeader(by = payer): Promise<string> {
    const { voucher, charges } = nextVoucher({
      channel: await channel(by),
      price: PRICE,
      modelId: 1n,
      payer: by.address,
    });
    const signature = await by.signTypedData(voucherTypedData({ ...domain, voucher }));
    return voucherHeader({ voucher, signature, charges });
  }

  async function ask(body: object, headers: Record<string, string> = {}, signal?: AbortSignal): Promise<Response> {
    return await fetch(`${url}/v1/chat/completions`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-assay-voucher": await signedHeader(), ...headers },
      body: JSON.stringify({ model: "assay/model-1", messages: [{ role: "user", content: "hi" }], ...body }),
      ...(signal === undefined ? {} : { signal }),
    });
  }

  const rows = async (sql: string) => (await db.all(sql)).map((row) => ({ ...row }));

  return {
    knobs,
    url,
    close,
    db,
    reputation,
    channel,
    signedHeader,
    ask,
    receipts: () => rows("SELECT model_id, completion_tokens FROM receipts"),
    outcomes: () => rows("SELECT outcome, fee_amount FROM receipts ORDER BY created_at, id"),
    /** Waits until the payer's channel is free again and an honest call goes through. */
    async assertNextCallWorks(): Promise<void> {
      knobs.script = whole;
      for (;;) {
        const response = await ask({});
        if (response.status === 200) return;
        // The hang-up is noticed a moment later; until then the channel is held, or was charged since we asked for it.
        assert.match(await codeOf(response), /^(channel_busy|voucher_refused)$/);
      }
    },
  };
}
