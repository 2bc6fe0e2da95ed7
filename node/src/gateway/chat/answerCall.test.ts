/** Whose fault an answer's failure is: the model's, the caller's or this machine's. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { AssayError } from "@assay/sdk/errors";
import type { ChatEvent, EngineClient } from "../../platform/engine/client.ts";
import { profile } from "../../testing/servingProfile.ts";
import { answerCall } from "./answerCall.ts";
import type { CallRecord } from "./callRecord.ts";

const TIMEOUT_SECONDS = 0.1;
const token = (text: string): ChatEvent => ({ event: "token", id: undefined, data: { text } });
const done: ChatEvent = { event: "done", id: undefined, data: { promptTokens: 5, completionTokens: 2 } };

/** A call answered by `script`, and what was written down of it. */
function call(script: (signal?: AbortSignal) => AsyncGenerator<ChatEvent>, record: Partial<CallRecord> = {}) {
  const written: string[] = [];
  let tries = 0;
  const engine = {
    chat(_: unknown, signal?: AbortSignal) {
      tries++;
      return script(signal);
    },
  } as Partial<EngineClient> as EngineClient;
  const pieces = answerCall({
    engine,
    id: "chatcmpl-1",
    modelId: "1",
    request: {
      model: "assay/1",
      messages: [{ role: "user", content: "hi" }],
      stream: false,
      temperature: undefined,
      maxTokens: undefined,
    },
    profile,
    adapterDir: "/adapter",
    record: {
      charge: async (outcome) => void written.push(outcome),
      fail: async (outcome) => void written.push(outcome),
      ...record,
    },
    check: undefined,
    timeoutSeconds: TIMEOUT_SECONDS,
    signal: new AbortController().signal,
  });
  return { pieces, written, tries: () => tries };
}

test("error: an engine that says nothing is late; the call is told so, uncharged and not tried again", async () => {
  const { pieces, written, tries } = call(async function* (signal) {
    await delay(60_000, undefined, signal === undefined ? {} : { signal });
    yield done;
  });
  await assert.rejects(pieces.next(), {
    code: "model_timeout",
    status: 504,
    message:
      "Model 1 gave no whole answer within 0.1 seconds; it was not charged and not tried elsewhere (receipt chatcmpl-1); send it again with the same voucher.",
  });
  assert.deepEqual([written, tries()], [["timeout"], 1]);
});

test("behavior: a caller that reads slowly does not make the model late", async () => {
  const { pieces, written } = call(async function* () {
    yield token("re");
    yield token("fund");
    yield done;
  });
  for (let step = await pieces.next(); !step.done; step = await pieces.next()) await delay(2_000 * TIMEOUT_SECONDS);
  assert.deepEqual(written, ["answered"]);
});

test("error: a database that can't store the charge is no fault of the model, and is asked once", async () => {
  let asked = 0;
  const script = async function* () {
    yield done;
  };
  const { pieces, written } = call(script, {
    async charge() {
      asked++;
      throw new AssayError("The database is closed.", { code: "database_closed", status: 500 });
    },
  });
  await assert.rejects(pieces.next(), { code: "database_closed", message: "The database is closed." });
  assert.deepEqual([written, asked], [[], 1]);
});
