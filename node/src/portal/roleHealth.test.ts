import assert from "node:assert/strict";
import { test } from "node:test";
import type { AccountHealth, WaitingTransaction } from "@assay/sdk/api";
import { Hono } from "hono";
import { serve } from "../platform/http/serve.ts";
import { askHealth } from "./roleHealth.ts";

const account = "0x00000000000000000000000000000000000a55a1";
const late: WaitingTransaction = {
  key: "reveal:1:0:2",
  about: "reveal",
  state: "late",
  since: "2026-11-29T00:00:00Z",
  why: "fees",
  sentence: "It offers too little.",
};

async function healthOf(accounts: AccountHealth[] | undefined, status: 200 | 500 = 200): Promise<string> {
  const app = new Hono().get("/health", (c) => c.json({ ok: true, accounts }, status));
  const server = await serve(app, { port: 0 });
  const health = await askHealth(server.url);
  await server.close();
  return health;
}

test("default: a role without trouble is ok, one without accounts too", async () => {
  assert.equal(await healthOf([{ account, open: 2, waiting: [] }]), "ok");
  assert.equal(await healthOf(undefined), "ok");
});

test("behavior: late transactions and a shared account are told", async () => {
  assert.equal(
    await healthOf([{ account, open: 1, waiting: [late] }]),
    "1 transaction is late or stuck, the first to reveal: It offers too little.",
  );
  assert.match(await healthOf([{ account, open: 2, waiting: [late, late] }]), /^2 transactions are late/);
  assert.equal(await healthOf([{ account, open: 1, waiting: [late], shared: "It is shared." }]), "It is shared.");
});

test("error: a role that answers an error, or not at all", async () => {
  assert.equal(await healthOf([], 500), "answers 500");
  assert.notEqual(await askHealth("http://127.0.0.1:1"), "ok");
});
