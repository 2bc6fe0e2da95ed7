import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { type Address, type Hash, numberToHex, type TransactionReceipt } from "viem";
import { type Database, openDatabase } from "../../database.ts";
import type { LogFields, Logger } from "../../log.ts";
import { plainAccount } from "../testing/simulatedChain.ts";
import type { Block, BlockTransaction, OutboxChain } from "./chain.ts";
import type { OutboxContext } from "./context.ts";
import { createLooker } from "./look.ts";
import { outboxMigrations } from "./migrations.ts";
import { createOutboxStore, PASS } from "./store.ts";

const account = plainAccount("0x00000000000000000000000000000000000a55a1");
const TO: Address = "0x00000000000000000000000000000000000000b0";
const OTHER = numberToHex(0xf00d, { size: 32 });
const block = (number: bigint): Block => ({
  number,
  hash: numberToHex(number + 1n, { size: 32 }),
  parentHash: numberToHex(number, { size: 32 }),
  timestamp: number,
  baseFee: 10n,
});

let db: Database;
let lines: LogFields[];
/** what the RPC says */
let says: {
  head: bigint;
  used: number;
  pending: number;
  receipts: Map<Hash, TransactionReceipt>;
  inBlock10: BlockTransaction[];
  refusal: string | undefined;
};
let context: OutboxContext;
let look: () => Promise<{ left: number; fresh: number }>;
let looker: ReturnType<typeof createLooker>;

const receiptOf = (hash: Hash, status: "success" | "reverted" = "success", number = 10n) =>
  ({
    transactionHash: hash,
    blockNumber: number,
    blockHash: block(number).hash,
    status,
    gasUsed: 1n,
    logs: [],
  }) as unknown as TransactionReceipt;

beforeEach(async () => {
  db = await openDatabase(":memory:", outboxMigrations);
  lines = [];
  says = { head: 50n, used: 0, pending: 0, receipts: new Map(), inBlock10: [], refusal: undefined };
  const chain: OutboxChain = {
    id: 1,
    head: async () => block(says.head),
    finalised: async () => block(40n),
    block: async (number) => block(number),
    fullBlock: async (number) => ({ block: block(number), transactions: number === 10n ? says.inBlock10 : [] }),
    nonce: async (at) => (typeof at === "bigint" ? Number(at >= 10n) : at === "latest" ? says.used : says.pending),
    receipt: async (hash) => says.receipts.get(hash),
    estimate: async () => 1n,
    tip: async () => 1n,
    broadcast: async () => {
      if (says.refusal !== undefined) throw new Error(says.refusal);
    },
  };
  const write = (event: string, fields?: LogFields) => void lines.push({ event, ...fields });
  const log: Logger = { info: write, warn: write, error: write, child: () => log };
  const store = createOutboxStore(db, account.address);
  context = { chain, store, account, log, ceiling: 10_000n, reasons: new Map(), sent: new Map() };
  looker = createLooker(context);
  look = () => looker.round(() => undefined);
});
afterEach(() => db.close());

const told = (event: string): LogFields[] => lines.filter((line) => line.event === event);

async function sign(): Promise<void> {
  await context.store.add({ key: "pay", to: TO, value: 5n, data: "0xabcd" });
  await look();
  assert.equal(told("outbox_signed").length, 1);
}

const copied = { hash: OTHER, from: account.address, nonce: 0, to: TO, input: "0xABCD" as const, value: 5n };

test("behavior: the same call signed by a copy of the database is this intent: it is mined, not paid again", async () => {
  await sign();
  says = { ...says, used: 1, inBlock10: [copied], receipts: new Map([[OTHER, receiptOf(OTHER)]]) };
  assert.equal((await look()).left, 0);
  const row = await context.store.get("pay");
  assert.deepEqual([row?.state, row?.hash, row?.nonce], ["mined", OTHER, 0]);
  assert.equal(told("account_shared").length, 0);
  assert.equal(told("outbox_signed_elsewhere").length, 1);
});

test("behavior: where only its receipt is missing the nonce is kept, and the reason says so at every look", async () => {
  await sign();
  says = { ...says, used: 1, inBlock10: [copied] };
  for (let i = 0; i < 3; i++) {
    assert.equal((await look()).left, 1);
    assert.match(context.reasons.get("pay")?.sentence ?? "", /is in block 10, but the RPC has no receipt of it/);
  }
  assert.equal((await context.store.get("pay"))?.nonce, 0);
  assert.equal(told("outbox_signed").length, 1);
});

for (const [what, differs] of Object.entries({
  to: { to: account.address },
  input: { input: "0xabce" as const },
  value: { value: 6n },
}))
  test(`behavior: a transaction with a different ${what} is a stranger's, and the intent gets another nonce`, async () => {
    await sign();
    says = { ...says, used: 1, inBlock10: [{ ...copied, ...differs }], receipts: new Map([[OTHER, receiptOf(OTHER)]]) };
    await look();
    assert.equal((await context.store.get("pay"))?.state, "new");
    assert.equal(told("account_shared").length, 1);
  });

test("behavior: an account that can't pay offers no more, until a broadcast is taken", async () => {
  says.refusal = "insufficient funds for gas * price + value";
  await sign();
  for (; says.head < 100n; says.head += 5n) await look();
  assert.equal(told("outbox_replaced").length, 0);
  assert.equal(context.reasons.get("pay")?.why, "funds");
  says.refusal = undefined;
  for (let i = 0; i < 20; i++) await look();
  assert.equal(context.reasons.has("pay"), false);
  assert.equal(told("outbox_replaced").length, 1);
});

test("behavior: an RPC that drops what it takes does not drive the price above four times a first one", async () => {
  await sign();
  for (; says.head < 500n; says.head += 5n) await look();
  const prices = told("outbox_signed").map(({ maxFee }) => maxFee as bigint);
  assert.ok(prices.length > 5);
  assert.ok((prices.at(-1) as bigint) <= 4n * 21n, `${prices}`);
  assert.equal(context.reasons.get("pay")?.why, "fees");
});

test("behavior: a pending count that can't be right binds no intent, and is told once", async () => {
  await context.store.add({ key: "pay", to: TO });
  says.pending = 65;
  for (let i = 0; i < 3; i++) assert.deepEqual(await look(), { left: 1, fresh: 0 });
  assert.equal(told("outbox_waits").length, 1);
  assert.match(context.reasons.get("pay")?.sentence ?? "", /counts 65 transactions of the account, but only 0/);
  says.pending = 64;
  assert.deepEqual(await look(), { left: 1, fresh: 1 });
  assert.equal((await context.store.get("pay"))?.nonce, 64);
  assert.equal(context.reasons.has("pay"), false);
});

test("behavior: an end that a reorganisation changed is told with both outcomes, an equal one is not", async () => {
  await sign();
  const hash = told("outbox_signed")[0]?.hash as Hash;
  says.receipts.set(hash, receiptOf(hash));
  for (const status of ["success", "success", "reverted"] as const) {
    says.receipts.set(hash, receiptOf(hash, status));
    await look();
    assert.equal((await context.store.get("pay"))?.state, status === "success" ? "mined" : "reverted");
    assert.equal(told("outbox_undone").length, status === "success" ? 0 : 1);
    await context.store.reopen("pay");
  }
  const [line] = told("outbox_undone");
  assert.deepEqual([line?.key, line?.before, line?.now], ["pay", "mined", "reverted"]);
});

test("behavior: one pass looks at some of what was mined, the oldest first, and the next one goes on", async () => {
  const { store } = context;
  const size = PASS + 20;
  for (let i = 0; i < size; i++) {
    const hash = numberToHex(1_000 + i, { size: 32 });
    await store.add({ key: `pay:${i}`, to: TO });
    await store.finish(`pay:${i}`, "mined", receiptOf(hash, "success", BigInt(30 + i)));
  }
  says = { ...says, used: 1 };
  const left = async () =>
    Number((await db.get<{ n: number }>("SELECT COUNT(*) AS n FROM outbox WHERE settled = 0"))?.n);
  // Blocks up to 40 are final: eleven of them.
  await looker.watchMined();
  assert.equal(await left(), size - 11);
  await db.run("UPDATE outbox SET block = 35, block_hash = ? WHERE key = ?", block(35n).hash, `pay:${size - 1}`);
  await looker.watchMined();
  assert.equal(await left(), size - 11, "the oldest come again only after the last");
  await looker.watchMined();
  assert.equal(await left(), size - 12);
});

test("behavior: a deadline never moves to an earlier time", async () => {
  const deadlines = [];
  for (const deadline of [undefined, 100, 50, undefined, 200]) {
    await context.store.add({ key: "pay", to: TO, deadline });
    deadlines.push((await context.store.get("pay"))?.deadline);
  }
  assert.deepEqual(deadlines, [undefined, 100, 100, 100, 200]);
});
