/** The paid path over HTTP with an engine that says what a test wants: who is charged, and when. */
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import type { Channel, ChatParams } from "@assay/sdk/api";
import { nextVoucher, voucherHeader } from "@assay/sdk/channel";
import { AssayError } from "@assay/sdk/errors";
import { voucherTypedData } from "@assay/sdk/hashing";
import { type Address, getAddress, numberToHex } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { type Database, openDatabase } from "../../platform/database.ts";
import type { ChatEvent, EngineClient } from "../../platform/engine/client.ts";
import { createApp } from "../../platform/http/app.ts";
import { type Server, serve } from "../../platform/http/serve.ts";
import { silentLogger } from "../../platform/log.ts";
import type { Catalog, CatalogModel, ModelState } from "../../reputation/catalog.ts";
import { labelCheck } from "../../reputation/declared.ts";
import { policyMigration, publishPolicy } from "../../reputation/policy.ts";
import { receiptMigrations } from "../../reputation/receipts.ts";
import { createReputation, type Reputation } from "../../reputation/reputation.ts";
import { reputationMigration } from "../../reputation/reputationStore.ts";
import { createTraffic } from "../../reputation/traffic.ts";
import { type ServingProfile, servingProfileHash } from "../../serving/profile.ts";
import { catalogModel, finalRound } from "../../testing/catalogModel.ts";
import { createVoucherDesk } from "../payments/voucherDesk.ts";
import { voucherMigrations } from "../payments/voucherStore.ts";
import { createQuotes } from "../routing/quotes.ts";
import { createChatService } from "./chatService.ts";
import { addGatewayRoutes } from "./routes.ts";

const PRICE = { servingAmount: 4n, feeAmount: 6n };
const payer = privateKeyToAccount(generatePrivateKey());
const at = (n: number): Address => getAddress(numberToHex(n, { size: 20 }));
const hash = numberToHex(1, { size: 32 });
const terms = { payee: at(1), token: at(2) };
const domain = { chainId: 31337, payments: at(9) };
const profile: ServingProfile = {
  schemaVersion: 1,
  engine: "assay-worker",
  base: "tiny",
  dtype: "float32",
  quantisation: "none",
  maxTemperatureMilli: 300,
  defaultTemperatureMilli: 0,
  maxTokens: 8,
  templateHash: hash,
  systemPrompt: "Classify.",
};

const token = (text: string): ChatEvent => ({ event: "token", id: undefined, data: { text } });
const done: ChatEvent = { event: "done", id: undefined, data: { promptTokens: 5, completionTokens: 2 } };

const NOW = 1_790_000_000;

let db: Database;
let reputation: Reputation;
let server: Server;
let state: ModelState;
let loadFault: Error | undefined;
/** How often a refusal had the index asked again. */
let renewals: number;
/** What the engine does for the next call. */
let script: (signal?: AbortSignal) => AsyncGenerator<ChatEvent>;
let asked: ChatParams | undefined;

async function* whole() {
  yield token("re");
  yield token("fund");
  yield done;
}

/** One piece, then silence until the caller hangs up. */
async function* stuck(signal?: AbortSignal) {
  yield token("refund");
  await delay(60_000, undefined, signal === undefined ? {} : { signal });
}

const model = (id: string): CatalogModel =>
  catalogModel(id, {
    state,
    servingProfileHash: servingProfileHash(profile),
    rounds: [finalRound("1", NOW, [32, 32, 32])],
  });

const catalog: Catalog = {
  now: () => NOW,
  list: async () => [model("1")],
  refresh: async () => [model("1")],
  renewed: async () => {
    renewals++;
    return [model("1")];
  },
  get: async (id) => model(id),
  load: async () => {
    if (loadFault !== undefined) throw loadFault;
    return { adapterDir: "/adapter", profile };
  },
};

beforeEach(async () => {
  state = "ADMITTED";
  loadFault = undefined;
  renewals = 0;
  script = whole;
  db = await openDatabase(":memory:", [
    ...voucherMigrations,
    ...receiptMigrations,
    policyMigration,
    reputationMigration,
  ]);
  const readChannel = async () => ({ deposited: 1_000n, redeemed: 0n, withdrawAt: 0n });
  const desk = createVoucherDesk({ db, ...domain, ...terms, readChannel });
  const engine = {
    chat(params: ChatParams, signal?: AbortSignal) {
      asked = params;
      return script(signal);
    },
  } as Partial<EngineClient> as EngineClient;
  const ipfs = { addBytes: async () => "bafkreipolicy" };
  const overrides = { live: { feeUnit: "6" }, sandbox: { freeCalls: 2, shareBps: 0 } };
  const policy = await publishPolicy({ db, ipfs, chainId: 31337, gateway: terms.payee, overrides });
  reputation = await createReputation({ db, policy, now: () => NOW });
  await reputation.learn([model("1")]);
  const traffic = await createTraffic({ db, policy: policy.document, now: () => NOW });
  const declared = async () => labelCheck(["refund", "card_lost"]);
  const quotes = createQuotes();
  const learned = { reputation, traffic, quotes, declared, log: silentLogger };
  const chat = createChatService({ catalog, desk, engine, price: PRICE, terms, ...learned });
  const app = createApp({ log: silentLogger });
  const { quantile } = reputation;
  const accounts = async () => [];
  addGatewayRoutes(app, { chat, catalog, desk, quantile, price: PRICE, terms, readChannel, accounts });
  server = await serve(app, { port: 0 });
});
afterEach(async () => {
  await server.close();
});

async function channel(by = payer): Promise<Channel> {
  return (await (await fetch(`${server.url}/v1/channel?payer=${by.address}`)).json()) as Channel;
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
  return await fetch(`${server.url}/v1/chat/completions`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-assay-voucher": await signedHeader(), ...headers },
    body: JSON.stringify({ model: "assay/model-1", messages: [{ role: "user", content: "hi" }], ...body }),
    ...(signal === undefined ? {} : { signal }),
  });
}

const rows = async (sql: string) => (await db.all(sql)).map((row) => ({ ...row }));
const receipts = () => rows("SELECT model_id, completion_tokens FROM receipts");
const codeOf = async (response: Response) => ((await response.json()) as { error: { code: string } }).error.code;

/** Waits until the payer's channel is free again and an honest call goes through. */
async function assertNextCallWorks(): Promise<void> {
  script = whole;
  for (;;) {
    const response = await ask({});
    if (response.status === 200) return;
    // The hang-up is noticed a moment later; until then the channel is held, or was charged since we asked for it.
    assert.match(await codeOf(response), /^(channel_busy|voucher_refused)$/);
  }
}

test("default: a whole answer is charged once, with a receipt that holds no text", async () => {
  const response = await ask({ temperature: 2, max_tokens: 500 });
  const body = (await response.json()) as { choices: { message: { content: string }; finish_reason: string }[] };
  assert.equal(body.choices[0]?.message.content, "refund");
  assert.equal((await channel()).cumulative, "10");
  assert.deepEqual(await receipts(), [{ model_id: "1", completion_tokens: 2 }]);
  assert.equal(asked?.temperature, 0.3, "never hotter than evaluated");
  assert.equal(asked?.maxTokens, 8);
  assert.equal(asked?.messages[0]?.content, "Classify.");
});

test("stream: pieces, the reason, and [DONE]", async () => {
  const text = await (await ask({ stream: true })).text();
  const pieces = [...text.matchAll(/"content":"(\w+)"/g)].map(([, piece]) => piece);
  assert.deepEqual(pieces, ["re", "fund"]);
  assert.match(text, /"rule":"named-model".*\n\ndata: \[DONE\]\n\n$/s);
  assert.equal((await channel()).cumulative, "10");
});

test("stream: hanging up after a piece was delivered is charged", async () => {
  script = stuck;
  const hangUp = new AbortController();
  const response = await ask({ stream: true }, {}, hangUp.signal);
  const reader = response.body?.getReader();
  let seen = "";
  while (!seen.includes("refund")) seen += new TextDecoder().decode((await reader?.read())?.value);
  hangUp.abort();
  await assertNextCallWorks();
  assert.equal((await channel()).cumulative, "20");
  assert.equal((await receipts()).length, 2);
});

test("stream: hanging up before anything was delivered is free and frees the channel", async () => {
  const began = Promise.withResolvers<void>();
  script = async function* (signal) {
    began.resolve();
    await delay(60_000, undefined, signal === undefined ? {} : { signal });
    yield done;
  };
  const hangUp = new AbortController();
  const pending = ask({ stream: true }, {}, hangUp.signal).then((response) => response.text());
  await began.promise;
  hangUp.abort();
  await assert.rejects(pending);
  await assertNextCallWorks();
  assert.equal((await channel()).cumulative, "10", "only the second call");
});

test("stream: an engine that fails midway is told in the stream and not charged", async () => {
  script = async function* () {
    yield token("re");
    throw new AssayError("The engine stopped.", { code: "engine_failed", status: 502 });
  };
  const text = await (await ask({ stream: true })).text();
  assert.match(text, /"error":\{"code":"engine_failed"/);
  assert.doesNotMatch(text, /\[DONE\]/);
  assert.equal((await channel()).cumulative, "0");
  await assertNextCallWorks();
});

test("error: an answer without its end is a fault, not a short answer", async () => {
  script = async function* () {
    yield token("re");
  };
  const response = await ask({});
  assert.equal(response.status, 502);
  assert.equal(await codeOf(response), "engine_failed");
  assert.equal((await channel()).cumulative, "0");
});

test("error: weights that cannot be had free the channel", async () => {
  loadFault = new AssayError("Nobody has the adapter.", { code: "cid_not_found", status: 404 });
  assert.equal(await codeOf(await ask({})), "cid_not_found");
  loadFault = undefined;
  await assertNextCallWorks();
});

test("error: unpaid calls are told the price; sandbox needs an opt-in", async () => {
  const unpaid = await fetch(`${server.url}/v1/chat/completions`, {
    method: "POST",
    body: JSON.stringify({ model: "assay/1", messages: [{ role: "user", content: "hi" }] }),
  });
  assert.equal(unpaid.status, 402);
  assert.equal(await codeOf(unpaid), "payment_required");
  state = "SANDBOX";
  assert.equal(await codeOf(await ask({})), "sandbox_opt_in");
  assert.equal((await ask({}, { "x-assay-sandbox": "true" })).status, 200);
});

test("routes: models with state and price, a quote, and a payer that is not an address", async () => {
  type Models = { data: { id: string; assay: { state: string; price: object } }[] };
  const models = (await (await fetch(`${server.url}/v1/models`)).json()) as Models;
  assert.deepEqual(models.data[0]?.assay.price, { servingAmount: "4", feeAmount: "6" });
  const quote = (await (await fetch(`${server.url}/v1/quote?model=assay/1`)).json()) as Record<string, string>;
  const { rule, reason, ...rest } = quote;
  assert.deepEqual(rest, { modelId: "1", state: "ADMITTED", servingAmount: "4", feeAmount: "6", ...terms });
  assert.equal(rule, "best-quantile");
  assert.match(reason ?? "", /^best of 1, /);
  assert.equal((await fetch(`${server.url}/v1/channel?payer=me`)).status, 400);
});

test("error: a call for a model that is not registered has the index asked once more, and is refused", async () => {
  const unknown = await fetch(`${server.url}/v1/chat/completions`, {
    method: "POST",
    body: JSON.stringify({ model: "assay/model-9", messages: [{ role: "user", content: "hi" }] }),
  });
  assert.deepEqual([unknown.status, await codeOf(unknown), renewals], [404, "unknown_model", 1]);
});

const outcomes = () => rows("SELECT outcome, fee_amount FROM receipts ORDER BY rowid");
const live = async () => (await reputation.view("1")).live;

test("reputation: an answer outside the declared labels is charged and counts against the model", async () => {
  assert.equal((await ask({})).status, 200);
  script = async function* () {
    yield token("I am sorry");
    yield done;
  };
  const before = reputation.quantile("1").q05;
  const body = (await (await ask({})).json()) as { assay: { outcome: string; policy: { version: number } } };
  assert.equal(body.assay.outcome, "schema");
  assert.equal(body.assay.policy.version, 1);
  assert.ok(reputation.quantile("1").q05 < before);
  await ask({ max_tokens: 3 });
  assert.deepEqual(
    (await live()).failures,
    { timeout: 0, transport: 0, schema: 1 },
    "a caller's own limit is its own task",
  );
  assert.equal((await channel()).cumulative, "30");
});

test("reputation: what breaks off counts, what the caller or this machine is at fault for does not", async () => {
  const failing = (code: string, status: number) => {
    script = async function* () {
      yield token("re");
      throw new AssayError("It stopped.", { code, status });
    };
    return ask({});
  };
  assert.equal((await failing("engine_failed", 502)).status, 502);
  assert.equal((await failing("messages.tooLong", 502)).status, 502);
  assert.equal((await failing("engine_unreachable", 503)).status, 503);
  assert.deepEqual(await outcomes(), [{ outcome: "transport", fee_amount: "0" }]);
});

test("sandbox: the cap refuses in one sentence and takes nothing", async () => {
  state = "SANDBOX";
  const optIn = { "x-assay-sandbox": "true" };
  for (let i = 0; i < 2; i++) assert.equal((await ask({}, optIn)).status, 200);
  const refused = await ask({}, optIn);
  assert.equal(refused.status, 429);
  assert.deepEqual(((await refused.json()) as { error: unknown }).error, {
    code: "sandbox_full",
    message: "The sandbox tier has taken the 2 calls it may take in a day; try later or name an admitted model.",
    field: "model",
  });
  assert.equal((await channel()).cumulative, "20");
});

test("sandbox: calls of many payers at once take no more than the cap", async () => {
  state = "SANDBOX";
  const payers = Array.from({ length: 6 }, () => privateKeyToAccount(generatePrivateKey()));
  const headers = await Promise.all(payers.map((by) => signedHeader(by)));
  const begun = Promise.withResolvers<void>();
  script = async function* () {
    await begun.promise;
    yield* whole();
  };
  const pending = headers.map((header) => ask({}, { "x-assay-sandbox": "true", "x-assay-voucher": header }));
  // Those let in wait for the engine; the refused ones do not.
  const refused = pending.map(async (response) => (await response).status === 429 && refusals.push(await response));
  const refusals: Response[] = [];
  while (refusals.length < 4) await delay(5);
  begun.resolve();
  await Promise.all(refused);
  const statuses = (await Promise.all(pending)).map(({ status }) => status);
  assert.deepEqual(statuses.toSorted(), [200, 200, 429, 429, 429, 429]);
  assert.equal((await receipts()).length, 2);
});

test("behavior: two calls at once with one voucher are answered and charged once", async () => {
  const header = await signedHeader();
  const statuses = await Promise.all(
    Array.from({ length: 4 }, async () => (await ask({}, { "x-assay-voucher": header })).status),
  );
  assert.deepEqual(statuses.filter((status) => status === 200).length, 1);
  assert.ok(statuses.every((status) => [200, 402, 409].includes(status)));
  assert.equal((await channel()).cumulative, "10");
  assert.equal((await receipts()).length, 1);
});

test("routes: a call for a datanet is answered by the model its voucher pays for", async () => {
  const body = (await (await ask({ model: "assay/1" })).json()) as {
    assay: { rule: string; candidates: { modelId: string; q05: number }[] };
  };
  assert.equal(body.assay.rule, "best-quantile");
  assert.equal(body.assay.candidates[0]?.modelId, "1");
  assert.ok((body.assay.candidates[0]?.q05 ?? 0) > 0.9);
});
