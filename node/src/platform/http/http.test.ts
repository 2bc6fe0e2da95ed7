import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { AssayError } from "@assay/sdk/errors";
import { createLogger } from "../log.ts";
import { createApp, readJsonBody } from "./app.ts";
import { serve } from "./serve.ts";

const lines: string[] = [];
const app = createApp({ log: createLogger((line) => lines.push(line)), limitBytes: 100 });
app.post("/echo", async (c) => c.json(await readJsonBody(c)));
app.get("/bad", () => {
  throw new AssayError("learningRate must be above 0.", { code: "rate_zero", field: "learningRate" });
});
app.get("/fault", () => {
  throw new Error("secret path /home/x");
});

async function answer(
  path: string,
  init?: RequestInit,
): Promise<{ status: number; error: { code: string; message: string; field?: string } }> {
  const response = await app.request(path, init);
  return { status: response.status, ...((await response.json()) as { error: { code: string; message: string } }) };
}

describe("http", () => {
  test("error: an AssayError tells code, sentence and field", async () => {
    assert.deepEqual(await answer("/bad"), {
      status: 400,
      error: { code: "rate_zero", message: "learningRate must be above 0.", field: "learningRate" },
    });
  });

  test("error: a fault of ours tells nothing and is logged", async () => {
    const { status, error } = await answer("/fault");
    assert.deepEqual([status, error.code], [500, "internal"]);
    assert.ok(!error.message.includes("secret"));
    assert.ok(lines.some((line) => line.includes("secret path")));
  });

  test("error: unknown path, no JSON, body over the limit", async () => {
    assert.deepEqual((await answer("/nowhere")).status, 404);
    assert.deepEqual((await answer("/echo", { method: "POST", body: "{" })).error.code, "body_invalid");
    const large = await answer("/echo", {
      method: "POST",
      body: "x".repeat(200),
      headers: { "content-length": "200" },
    });
    assert.deepEqual([large.status, large.error.code], [413, "body_too_large"]);
  });

  test("error: a busy port is named", async () => {
    const first = await serve(app, { port: 0 });
    const port = Number(new URL(first.url).port);
    await assert.rejects(serve(app, { port }), {
      code: "port_busy",
      field: "port",
      message: new RegExp(`Port ${port} is in use`),
    });
    await first.close();
  });
});
