/** The stack's API as a machine and a person read it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { createApp } from "../platform/http/app.ts";
import { silentLogger } from "../platform/log.ts";
import { serveDescription } from "./description.ts";

const app = createApp({ log: silentLogger });
serveDescription(app);

test("openapi.json names every service's routes where the portal serves them", async () => {
  const { openapi, paths } = (await (await app.request("/openapi.json")).json()) as {
    openapi: string;
    paths: Record<string, object>;
  };
  assert.equal(openapi, "3.1.0");
  for (const path of [
    "/config.json",
    "/api/live",
    "/api/curator/datanets/{datanetId}/versions",
    "/api/trainer/jobs/{id}/events",
    "/api/evaluator/seats",
    "/v1/chat/completions",
    "/graphql",
  ])
    assert.ok(path in paths, path);
});

test("the page says each route in a sentence, with its fields, and runs no script", async () => {
  const text = await (await app.request("/api")).text();
  assert.match(text, /POST \/v1\/chat\/completions/);
  assert.match(text, /Queues a signed training job/);
  assert.match(text, /encryptionKey/);
  assert.doesNotMatch(text, /<script/);
});
