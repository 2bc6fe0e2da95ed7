import assert from "node:assert/strict";
import { test } from "node:test";
import { ApiError, ensureOk } from "./http.ts";

const refusal = (body: string, status: number): Promise<unknown> =>
  ensureOk(new Response(body, { status }), "The curator").then(
    () => assert.fail("should have thrown"),
    (error: unknown) => error,
  );

test("an answer passes through", async () => {
  const response = new Response("{}", { status: 201 });
  assert.equal(await ensureOk(response, "The curator"), response);
});

test("a role's own sentence, code and field arrive as they are", async () => {
  const body = JSON.stringify({ error: { code: "empty_file", message: "The file is empty.", field: "file" } });
  const error = await refusal(body, 400);
  assert.ok(error instanceof ApiError);
  assert.deepEqual(
    [error.message, error.code, error.field, error.status],
    ["The file is empty.", "empty_file", "file", 400],
  );
});

test("a refusal that is no JSON still becomes a sentence that names who and what to do", async () => {
  const error = await refusal("<html>Bad gateway</html>", 502);
  assert.ok(error instanceof ApiError);
  assert.match(error.message, /^The curator did not answer \(HTTP 502\)\. Nothing was changed/);
  assert.equal(error.code, "http");
});

test("what a 402 asks for stays readable", async () => {
  const error = await refusal(JSON.stringify({ error: { message: "Pay first." }, price: { feeAmount: "5" } }), 402);
  assert.ok(error instanceof ApiError);
  assert.deepEqual((error.body as { price: unknown }).price, { feeAmount: "5" });
});
