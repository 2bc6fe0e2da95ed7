import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { ApiError } from "./http.ts";
import { postStream, textOf } from "./stream.ts";

/** An answer whose bytes come in these pieces. */
function answer(...pieces: string[]): void {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const piece of pieces) controller.enqueue(new TextEncoder().encode(piece));
      controller.close();
    },
  });
  mock.method(globalThis, "fetch", async () => new Response(body));
}

async function textsOf(): Promise<string[]> {
  const texts: string[] = [];
  for await (const event of postStream("/v1/chat/completions", {})) texts.push(textOf(event));
  return texts;
}

test("the worker's tokens and OpenAI's chunks give their text, however the bytes are cut", async () => {
  answer(
    'event: token\ndata: {"te',
    'xt":"Hel"}\n\nevent: token\ndata: {"text":"lo"}\n\n',
    'event: done\ndata: {"text":"Hello"}\n\n',
  );
  assert.deepEqual(await textsOf(), ["Hel", "lo", ""]);
  answer('data: {"choices":[{"delta":{"content":"Hi"}}]}\n\n', "data: [DONE]\n\n");
  assert.deepEqual(await textsOf(), ["Hi", ""]);
});

test("what the stream says went wrong is thrown in its own words", async () => {
  answer('event: error\ndata: {"code":"engine_busy","message":"The engine is busy."}\n\n');
  await assert.rejects(textsOf(), (error: unknown) => {
    assert.ok(error instanceof ApiError);
    assert.deepEqual([error.code, error.message], ["engine_busy", "The engine is busy."]);
    return true;
  });
});

test("a refusal before the stream is an ApiError", async () => {
  mock.method(globalThis, "fetch", async () =>
    Response.json({ error: { code: "no_channel", message: "Open a channel first." } }, { status: 402 }),
  );
  await assert.rejects(textsOf(), { code: "no_channel", status: 402 });
});
