import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:net";
import { test } from "node:test";
import { assertPortFree, freePort } from "./ports.ts";

test("default: a free port stays free after it was looked at", async () => {
  const port = await freePort();
  await assertPortFree(port);
  await assertPortFree(port);
});

test("error: a busy port names the next one", async () => {
  const port = await freePort();
  const server = createServer().listen(port, "127.0.0.1");
  await once(server, "listening");
  await assert.rejects(assertPortFree(port), new RegExp(`Port ${port} is already in use.*--port ${port + 1}\\.$`));
  server.close();
});
