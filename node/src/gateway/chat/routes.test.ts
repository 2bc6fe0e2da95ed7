/** What the gateway tells of its models and prices, what a call does to a model's standing, and what the sandbox takes. */
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { AssayError } from "@assay/sdk/errors";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { type ChatDesk, done, openChatDesk, terms, token, whole } from "./testing/chatDesk.ts";

let desk: ChatDesk;

beforeEach(async () => {
  desk = await openChatDesk();
});
afterEach(() => desk.close());

const live = async () => (await desk.reputation.view("1")).live;

test("health: payments that wait are told in a sentence, with every reason", async () => {
  const health = async () => (await (await fetch(`${desk.url}/health`)).json()) as object;
  assert.deepEqual(await health(), { ok: true, parked: [], accounts: [] });
  const one = { id: "voucher 0x1", reason: "The signature is wrong.", since: "2026-11-29T00:00:00.000Z" };
  desk.knobs.parked = [one, { ...one, id: "voucher 0x2" }];
  assert.deepEqual(await health(), {
    ok: true,
    trouble: "Not paid: voucher 0x1 and 1 more. The signature is wrong.",
    parked: desk.knobs.parked,
    accounts: [],
  });
});

test("routes: models with state and price, a quote, and a payer that is not an address", async () => {
  type Models = { data: { id: string; assay: { state: string; price: object } }[] };
  const models = (await (await fetch(`${desk.url}/v1/models`)).json()) as Models;
  assert.deepEqual(models.data[0]?.assay.price, { servingAmount: "4", feeAmount: "6" });
  const quote = (await (await fetch(`${desk.url}/v1/quote?model=assay/1`)).json()) as Record<string, string>;
  const { rule, reason, ...rest } = quote;
  assert.deepEqual(rest, { modelId: "1", state: "ADMITTED", servingAmount: "4", feeAmount: "6", ...terms });
  assert.equal(rule, "best-quantile");
  assert.match(reason ?? "", /^best of 1, /);
  assert.equal((await fetch(`${desk.url}/v1/channel?payer=me`)).status, 400);
});

test("reputation: an answer outside the declared labels is charged and counts against the model", async () => {
  assert.equal((await desk.ask({})).status, 200);
  desk.knobs.script = async function* () {
    yield token("I am sorry");
    yield done;
  };
  const before = desk.reputation.quantile("1").q05;
  const body = (await (await desk.ask({})).json()) as { assay: { outcome: string; policy: { version: number } } };
  assert.equal(body.assay.outcome, "schema");
  assert.equal(body.assay.policy.version, 1);
  assert.ok(desk.reputation.quantile("1").q05 < before);
  await desk.ask({ max_tokens: 3 });
  assert.deepEqual(
    (await live()).failures,
    { timeout: 0, transport: 0, schema: 1 },
    "a caller's own limit is its own task",
  );
  assert.equal((await desk.channel()).cumulative, "30");
});

test("reputation: what breaks off counts, what the caller or this machine is at fault for does not", async () => {
  const failing = (code: string, status: number) => {
    desk.knobs.script = async function* () {
      yield token("re");
      throw new AssayError("It stopped.", { code, status });
    };
    return desk.ask({});
  };
  assert.equal((await failing("engine_failed", 502)).status, 502);
  assert.equal((await failing("messages.tooLong", 502)).status, 502);
  assert.equal((await failing("engine_unreachable", 503)).status, 503);
  assert.deepEqual(await desk.outcomes(), [{ outcome: "transport", fee_amount: "0" }]);
});

test("sandbox: the cap refuses in one sentence and takes nothing", async () => {
  desk.knobs.state = "SANDBOX";
  const optIn = { "x-assay-sandbox": "true" };
  for (let i = 0; i < 2; i++) assert.equal((await desk.ask({}, optIn)).status, 200);
  const refused = await desk.ask({}, optIn);
  assert.equal(refused.status, 429);
  assert.deepEqual(((await refused.json()) as { error: unknown }).error, {
    code: "sandbox_full",
    message: "The sandbox tier has taken the 2 calls it may take in a day; try later or name an admitted model.",
    field: "model",
  });
  assert.equal((await desk.channel()).cumulative, "20");
});

test("sandbox: calls of many payers at once take no more than the cap", async () => {
  desk.knobs.state = "SANDBOX";
  const payers = Array.from({ length: 6 }, () => privateKeyToAccount(generatePrivateKey()));
  const headers = await Promise.all(payers.map((by) => desk.signedHeader(by)));
  const begun = Promise.withResolvers<void>();
  desk.knobs.script = async function* () {
    await begun.promise;
    yield* whole();
  };
  const pending = headers.map((header) => desk.ask({}, { "x-assay-sandbox": "true", "x-assay-voucher": header }));
  // Those let in wait for the engine; the refused ones do not.
  const refused = pending.map(async (response) => (await response).status === 429 && refusals.push(await response));
  const refusals: Response[] = [];
  while (refusals.length < 4) await delay(5);
  begun.resolve();
  await Promise.all(refused);
  const statuses = (await Promise.all(pending)).map(({ status }) => status);
  assert.deepEqual(statuses.toSorted(), [200, 200, 429, 429, 429, 429]);
  assert.equal((await desk.receipts()).length, 2);
});

test("routes: a call for a datanet is answered by the model its voucher pays for", async () => {
  const body = (await (await desk.ask({ model: "assay/1" })).json()) as {
    assay: { rule: string; candidates: { modelId: string; q05: number }[] };
  };
  assert.equal(body.assay.rule, "best-quantile");
  assert.equal(body.assay.candidates[0]?.modelId, "1");
  assert.ok((body.assay.candidates[0]?.q05 ?? 0) > 0.9);
});
