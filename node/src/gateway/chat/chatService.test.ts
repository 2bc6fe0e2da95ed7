/** The paid path over HTTP: who is charged, and when. */
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { AssayError } from "@assay/sdk/errors";
import { type ChatDesk, codeOf, done, openChatDesk, stuck, token } from "./testing/chatDesk.ts";

let desk: ChatDesk;

beforeEach(async () => {
  desk = await openChatDesk();
});
afterEach(() => desk.close());

test("default: a whole answer is charged once, with a receipt that holds no text", async () => {
  const response = await desk.ask({ temperature: 2, max_tokens: 500 });
  const body = (await response.json()) as { choices: { message: { content: string }; finish_reason: string }[] };
  assert.equal(body.choices[0]?.message.content, "refund");
  assert.equal((await desk.channel()).cumulative, "10");
  assert.deepEqual(await desk.receipts(), [{ model_id: "1", completion_tokens: 2 }]);
  assert.equal(desk.knobs.asked?.temperature, 0.3, "never hotter than evaluated");
  assert.equal(desk.knobs.asked?.maxTokens, 8);
  assert.equal(desk.knobs.asked?.messages[0]?.content, "Classify.");
});

test("stream: pieces, the reason, and [DONE]", async () => {
  const text = await (await desk.ask({ stream: true })).text();
  const pieces = [...text.matchAll(/"content":"(\w+)"/g)].map(([, piece]) => piece);
  assert.deepEqual(pieces, ["re", "fund"]);
  assert.match(text, /"rule":"named-model".*\n\ndata: \[DONE\]\n\n$/s);
  assert.equal((await desk.channel()).cumulative, "10");
});

test("stream: hanging up after a piece was delivered is charged", async () => {
  desk.knobs.script = stuck;
  const hangUp = new AbortController();
  const response = await desk.ask({ stream: true }, {}, hangUp.signal);
  const reader = response.body?.getReader();
  let seen = "";
  while (!seen.includes("refund")) seen += new TextDecoder().decode((await reader?.read())?.value);
  hangUp.abort();
  await desk.assertNextCallWorks();
  assert.equal((await desk.channel()).cumulative, "20");
  assert.equal((await desk.receipts()).length, 2);
});

test("stream: hanging up before anything was delivered is free and frees the channel", async () => {
  const began = Promise.withResolvers<void>();
  desk.knobs.script = async function* (signal) {
    began.resolve();
    await delay(60_000, undefined, signal === undefined ? {} : { signal });
    yield done;
  };
  const hangUp = new AbortController();
  const pending = desk.ask({ stream: true }, {}, hangUp.signal).then((response) => response.text());
  await began.promise;
  hangUp.abort();
  await assert.rejects(pending);
  await desk.assertNextCallWorks();
  assert.equal((await desk.channel()).cumulative, "10", "only the second call");
});

test("stream: an engine that fails midway is told in the stream and not charged", async () => {
  desk.knobs.script = async function* () {
    yield token("re");
    throw new AssayError("The engine stopped.", { code: "engine_failed", status: 502 });
  };
  const text = await (await desk.ask({ stream: true })).text();
  assert.match(text, /"error":\{"code":"engine_failed"/);
  assert.doesNotMatch(text, /\[DONE\]/);
  assert.equal((await desk.channel()).cumulative, "0");
  await desk.assertNextCallWorks();
});

test("error: an answer without its end is a fault, not a short answer", async () => {
  desk.knobs.script = async function* () {
    yield token("re");
  };
  const response = await desk.ask({});
  assert.equal(response.status, 502);
  assert.equal(await codeOf(response), "engine_failed");
  assert.equal((await desk.channel()).cumulative, "0");
});

test("error: weights that cannot be had free the channel", async () => {
  desk.knobs.loadFault = new AssayError("Nobody has the adapter.", { code: "cid_not_found", status: 404 });
  assert.equal(await codeOf(await desk.ask({})), "cid_not_found");
  desk.knobs.loadFault = undefined;
  await desk.assertNextCallWorks();
});

test("error: unpaid calls are told the price; sandbox needs an opt-in", async () => {
  const unpaid = await fetch(`${desk.url}/v1/chat/completions`, {
    method: "POST",
    body: JSON.stringify({ model: "assay/1", messages: [{ role: "user", content: "hi" }] }),
  });
  assert.equal(unpaid.status, 402);
  assert.equal(await codeOf(unpaid), "payment_required");
  desk.knobs.state = "SANDBOX";
  assert.equal(await codeOf(await desk.ask({})), "sandbox_opt_in");
  assert.equal((await desk.ask({}, { "x-assay-sandbox": "true" })).status, 200);
});

test("error: a call for a model that is not registered has the index asked once more, and is refused", async () => {
  const unknown = await fetch(`${desk.url}/v1/chat/completions`, {
    method: "POST",
    body: JSON.stringify({ model: "assay/model-9", messages: [{ role: "user", content: "hi" }] }),
  });
  assert.deepEqual([unknown.status, await codeOf(unknown), desk.knobs.renewals], [404, "unknown_model", 1]);
});

test("behavior: two calls at once with one voucher are answered and charged once", async () => {
  const header = await desk.signedHeader();
  const statuses = await Promise.all(
    Array.from({ length: 4 }, async () => (await desk.ask({}, { "x-assay-voucher": header })).status),
  );
  assert.deepEqual(statuses.filter((status) => status === 200).length, 1);
  assert.ok(statuses.every((status) => [200, 402, 409].includes(status)));
  assert.equal((await desk.channel()).cumulative, "10");
  assert.equal((await desk.receipts()).length, 1);
});
