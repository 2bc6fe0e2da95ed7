import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { numberToHex } from "viem";
import { type Database, openDatabase } from "../../database.ts";
import { silentLogger } from "../../log.ts";
import { plainAccount } from "../testing/simulatedChain.ts";
import type { OutboxChain } from "./chain.ts";
import { note, type OutboxContext } from "./context.ts";
import { outboxMigrations } from "./migrations.ts";
import { createOutboxStore } from "./store.ts";
import { readTransactions } from "./waiting.ts";

const account = plainAccount("0x00000000000000000000000000000000000a55a1");
const MINUTE = 60_000;
let db: Database;
let context: OutboxContext;

beforeEach(async () => {
  db = await openDatabase(":memory:", outboxMigrations);
  const store = createOutboxStore(db, account.address);
  const chain = {} as OutboxChain;
  context = { chain, store, account, log: silentLogger, ceiling: 1n, reasons: new Map(), sent: new Map() };
});
afterEach(() => db.close());

test("default: what was just asked for is open and does not wait", async () => {
  await context.store.add({ key: "pay", to: account.address });
  assert.deepEqual(await readTransactions(context, Date.now()), { account: account.address, open: 1, waiting: [] });
});

test("behavior: after two minutes it is stuck, after its deadline late, each with its reason", async () => {
  const now = Date.now();
  const deadline = Math.floor(now / 1000) + 60;
  await context.store.add({ key: "pay", to: account.address, about: "pay somebody" });
  await context.store.add({ key: "reveal", to: account.address, deadline });
  note(context, "reveal", { why: "fees", sentence: "Raise maxFeeGwei." });
  const soon = await readTransactions(context, now + 1.5 * MINUTE);
  assert.deepEqual(
    soon.waiting.map(({ key, state, why, sentence }) => [key, state, why, sentence]),
    [["reveal", "late", "fees", "Raise maxFeeGwei."]],
  );
  assert.equal(soon.waiting[0]?.deadline, deadline);
  const later = await readTransactions(context, now + 3 * MINUTE);
  assert.deepEqual(
    later.waiting.map(({ key, about, state, why }) => [key, about, state, why]),
    [
      ["pay", "pay somebody", "stuck", "waiting"],
      ["reveal", "reveal", "late", "fees"],
    ],
  );
});

test("behavior: a nonce that a stranger used is told, and its intent is free again", async () => {
  const { store } = context;
  const hash = numberToHex(7, { size: 32 });
  await store.add({ key: "pay", to: account.address });
  const version = { kind: "intent" as const, raw: "0x01" as const, gas: 1n, maxFee: 1n, maxTip: 1n, block: 1n };
  await store.addAttempt("pay", { ...version, nonce: 3, hash: numberToHex(8, { size: 32 }) });
  await store.freeFromForeign({ key: "pay", nonce: 3, hash, block: 9n });
  const { shared } = await readTransactions(context, Date.now());
  assert.equal(
    shared,
    `Account ${account.address} is used somewhere else too: transaction ${hash} in block 9 took nonce 3. Give each role and machine a key of its own.`,
  );
  assert.equal((await store.get("pay"))?.state, "new");
  assert.equal(await store.highestNonce(), 3, "no nonce is used twice");
});
