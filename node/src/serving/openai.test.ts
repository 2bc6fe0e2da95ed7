import assert from "node:assert/strict";
import { test } from "node:test";
import { type CallRoute, ChatCompletionRequest } from "@assay/sdk/api";
import { checked } from "../platform/http/route.ts";
import { completion, completionChunk, readChatRequest } from "./openai.ts";

/** As the gateway's route reads it. */
const parseChatRequest = (body: unknown) => readChatRequest(checked(ChatCompletionRequest, body));

const messages = [{ role: "user", content: "hello" }];
const head = { id: "chatcmpl-1", created: 5, model: "assay/model-1" };

test("readChatRequest: defaults, and either name of the token limit", () => {
  const plain = parseChatRequest({ model: "assay/1", messages, top_p: 1 });
  assert.deepEqual(plain, { model: "assay/1", messages, stream: false, temperature: undefined, maxTokens: undefined });
  const request = { model: "m", messages, stream: true, temperature: null };
  assert.equal(parseChatRequest({ ...request, max_tokens: 4, max_completion_tokens: 8 }).maxTokens, 8);
  assert.equal(parseChatRequest({ ...request, max_tokens: 4 }).maxTokens, 4);
  assert.equal(parseChatRequest(request).stream, true);
});

test("readChatRequest: error: each bad field is named", () => {
  const bad: [object, string][] = [
    [{ messages: "hi" }, "messages"],
    [{ messages: [] }, "messages"],
    [{ messages: [...messages, { role: "assistant", content: "x" }] }, "messages"],
    [{ messages: [{ role: "tool", content: "x" }] }, "messages[0].role"],
    [{ messages: [{ role: "user", content: ["x"] }] }, "messages[0].content"],
    [{ messages: [{ role: "user", content: "x".repeat(16_001) }] }, "messages[0].content"],
    [{ temperature: Number.NaN }, "temperature"],
    [{ temperature: 3 }, "temperature"],
    [{ max_tokens: 0 }, "max_tokens"],
    [{ max_tokens: "5" }, "max_tokens"],
    [{ model: 7 }, "model"],
  ];
  for (const [change, field] of bad)
    assert.throws(() => parseChatRequest({ model: "m", messages, ...change }), { field }, JSON.stringify(change));
});

test("completion: OpenAI's shape, our part beside it", () => {
  const whole = completion(head, "hi", "stop", { promptTokens: 2, completionTokens: 3 }, { modelId: "1" } as CallRoute);
  assert.equal(whole.object, "chat.completion");
  assert.deepEqual(whole.choices[0]?.message, { role: "assistant", content: "hi" });
  assert.equal(whole.usage.total_tokens, 5);
  assert.deepEqual(completionChunk(head, { content: "h" }, null), {
    ...head,
    object: "chat.completion.chunk",
    choices: [{ index: 0, delta: { content: "h" }, finish_reason: null }],
  });
});
