/** Settlement against the real contracts: nothing is paid twice, and nobody's fault holds up the rest. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openWithdrawal, readBalance, readChannel, redeem, withdrawChannel } from "@assay/sdk/actions";
import * as calls from "@assay/sdk/calls";
import { parseDocument } from "@assay/sdk/documents";
import { addCall } from "@assay/sdk/hashing";
import { type Address, type Hex, numberToHex, parseEther } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { outboxMigrations } from "../../platform/chain/outbox/migrations.ts";
import { createOutbox } from "../../platform/chain/outbox/outbox.ts";
import { type Database, openDatabase } from "../../platform/database.ts";
import { createIpfs, type Ipfs } from "../../platform/ipfs/ipfs.ts";
import { silentLogger } from "../../platform/log.ts";
import { devKey, type MoneyChain, startMoneyChain } from "../../testing/moneyChain.ts";
import { createParkedPayments, parkedMigration, voucherId } from "./parked.ts";
import { createSettlement } from "./settlement.ts";
import { settlementMigrations } from "./settlementStore.ts";
import { type ChannelState, createVoucherDesk } from "./voucherDesk.ts";
import { voucherMigrations } from "./voucherStore.ts";

const PRICE = { servingAmount: parseEther("0.5"), feeAmount: parseEther("0.5") };
const POLICY = { hash: numberToHex(7, { size: 32 }), cid: "bafkreipolicy" };
const [GATEWAY, ANN, BOB, EVE] = [3, 10, 11, 12] as const;

let chain: MoneyChain;
let ipfs: Ipfs;

before(async () => {
  chain = await startMoneyChain([GATEWAY, ANN, BOB, EVE]);
  ipfs = await createIpfs({ home: chain.home });
});
after(async () => {
  await chain?.close();
});

/** A gateway's settlement over a database of its own; the same database again stands for a restart. */
async function gateway(index: number, given?: Database, now?: () => number) {
  const db = given ?? (await fresh());
  const { client, deployment } = chain;
  const account = privateKeyToAccount(devKey(index));
  const channelOf = (payer: Address): Promise<ChannelState> =>
    readChannel(client, { deployment, payer, payee: account.address });
  const { payments, token } = deployment.addresses;
  const desk = createVoucherDesk({
    db,
    client,
    chainId: 31337,
    payments,
    token,
    payee: account.address,
    readChannel: channelOf,
    refusalOf: (payer) => createParkedPayments(db).refusalOf(voucherId(payer)),
    tryRedeem: () => assert.fail("the payers are keys"),
  });
  const outbox = createOutbox({ db, client, account, log: silentLogger });
  const options = {
    db,
    desk,
    outbox,
    client,
    deployment,
    ipfs,
    log: silentLogger,
    policy: POLICY,
    readChannel: channelOf,
    ...(now === undefined ? {} : { now }),
  };
  const settlement = createSettlement(options);
  return { db, desk, outbox, settlement, payee: account.address };
}

function fresh(): Promise<Database> {
  return openDatabase(":memory:", [
    ...outboxMigrations,
    ...voucherMigrations,
    ...settlementMigrations,
    parkedMigration,
  ]);
}

type Gateway = Awaited<ReturnType<typeof gateway>>;

/** `payer` makes one paid call of `modelId` at a gateway. */
async function call({ db, desk, payee }: Gateway, payer: number, modelId = 1n) {
  const charges = addCall((await desk.accountOf(chain.wallet(payer).account.address)).charges, modelId, PRICE);
  const signed = await chain.sign(payer, payee, charges);
  const reservation = await desk.reserve(signed, modelId, PRICE);
  await reservation.commit(db);
  reservation.release();
  return signed;
}

const funded = () => chain.client.readContract(calls.rewards.funded(chain.deployment));
const balance = (account: Address) => readBalance(chain.client, { deployment: chain.deployment, account });
const stated = (db: Database) => db.all<{ cid: string }>("SELECT cid FROM statements");

test("default: vouchers become money and fees are stated once, also after a restart", async () => {
  const first = await gateway(GATEWAY);
  await chain.deposit(ANN, first.payee, parseEther("10"));
  await call(first, ANN);
  await call(first, ANN, 2n);
  const [before, fundedBefore] = await Promise.all([balance(first.payee), funded()]);
  await first.settlement.settle();
  await (await gateway(GATEWAY, first.db)).settlement.settle();
  assert.equal((await balance(first.payee)) - before, parseEther("1"), "two calls less the fees");
  assert.equal((await funded()) - fundedBefore, parseEther("1"));
  const statements = await stated(first.db);
  assert.equal(statements.length, 1);
  const bytes = await ipfs.getBytes(String(statements[0]?.cid), { limitBytes: 100_000 });
  assert.deepEqual(parseDocument("statement", bytes).policy, POLICY, "its hash is on chain with the statement's");
});

test("behavior: a kill between a mined redemption and its booking repeats nothing", async () => {
  const own = await gateway(5);
  await chain.deposit(ANN, own.payee, parseEther("10"));
  await call(own, ANN);
  await own.settlement.settle();
  // As the database stood before anything but the transactions themselves was written down.
  await own.db.run("UPDATE redemptions SET tx_hash = NULL");
  await own.db.run("DELETE FROM statements");
  await own.db.run("UPDATE vouchers SET redeemed = '0', settled_charges = '[]'");
  await own.db.run("DELETE FROM settled_fees");
  const [before, fundedBefore] = await Promise.all([balance(own.payee), funded()]);
  await (await gateway(5, own.db)).settlement.settle();
  assert.equal(await balance(own.payee), before);
  assert.equal(await funded(), fundedBefore, "the same statement has the same key");
});

test("behavior: a voucher its payer redeemed itself is booked and holds nobody up", async () => {
  const own = await gateway(6);
  await chain.deposit(ANN, own.payee, parseEther("10"));
  await chain.deposit(EVE, own.payee, parseEther("10"));
  const { voucher, signature } = await call(own, EVE);
  await redeem(chain.wallet(EVE), { deployment: chain.deployment, voucher, signature });
  const fundedBefore = await funded();
  await own.settlement.settle();
  assert.equal((await funded()) - fundedBefore, parseEther("0.5"), "Eve's fee is stated though she paid the gas");
  await call(own, ANN);
  await own.settlement.settle();
  assert.equal((await funded()) - fundedBefore, parseEther("1"));
  assert.deepEqual((await own.desk.unredeemed()).accounts, []);
});

test("behavior: a withdrawn channel does not stop the others' vouchers, and pays after a new deposit", async () => {
  const own = await gateway(7);
  await chain.deposit(EVE, own.payee, parseEther("5"));
  await chain.deposit(BOB, own.payee, parseEther("5"));
  await call(own, EVE);
  await call(own, BOB);
  const target = { deployment: chain.deployment, payee: own.payee };
  await openWithdrawal(chain.wallet(EVE), target);
  await chain.pass(61);
  await withdrawChannel(chain.wallet(EVE), target);
  await own.settlement.settle();
  assert.deepEqual(
    (await own.desk.unredeemed()).accounts.map(({ payer }) => payer.toLowerCase()),
    [chain.wallet(EVE).account.address.toLowerCase()],
  );
  await chain.deposit(EVE, own.payee, parseEther("5"));
  await own.settlement.settle();
  assert.deepEqual((await own.desk.unredeemed()).accounts, []);
});

test("behavior: a stored batch the chain refuses is split, so that each voucher pays for itself", async () => {
  const own = await gateway(8);
  await chain.deposit(BOB, own.payee, parseEther("5"));
  const good = await call(own, BOB);
  const wrong = { ...(await chain.sign(EVE, own.payee, good.charges)), signature: "0x1234" as Hex };
  const text = JSON.stringify([wrong, good], (_, value) => (typeof value === "bigint" ? value.toString() : value));
  await own.db.run("INSERT INTO redemptions (id, vouchers) VALUES ('stored', ?)", text);
  await own.settlement.settle();
  await own.settlement.settle();
  assert.deepEqual((await own.desk.unredeemed()).accounts, []);
});

test("behavior: what can't be paid is parked with its reason, everyone else is paid, and it is tried again later", async () => {
  let clock = Date.now();
  const own = await gateway(9, undefined, () => clock);
  for (const payer of [ANN, BOB, EVE]) await chain.deposit(payer, own.payee, parseEther("5"));
  await call(own, ANN);
  await call(own, BOB);
  await call(own, EVE);
  const of = (payer: number) => chain.wallet(payer).account.address.toLowerCase();
  const stored = async (payer: number) =>
    String((await own.db.get<{ signed: string }>("SELECT signed FROM vouchers WHERE payer = ?", of(payer)))?.signed);
  const change = (payer: number, signed: string) =>
    own.db.run("UPDATE vouchers SET signed = ? WHERE payer = ?", signed, of(payer));
  const [good, readable] = [JSON.parse(await stored(EVE)), await stored(BOB)];
  await change(EVE, JSON.stringify({ ...good, signature: "0x1234" }));
  await change(BOB, "{");
  const payerOf = async () => (await own.desk.unredeemed()).accounts.map(({ payer }) => payer.toLowerCase());
  for (let pass = 0; pass < 3; pass++) await own.settlement.settle();
  assert.deepEqual(await payerOf(), [of(EVE)], "Ann is paid");
  const parked = await own.settlement.parked();
  assert.deepEqual(
    parked.map(({ id }) => id).toSorted(),
    [`voucher ${of(BOB)} unreadable`, `voucher ${of(EVE)}`].toSorted(),
  );
  assert.match(parked.find(({ id }) => id.includes(of(EVE)))?.reason ?? "", /signature/i);

  await change(EVE, JSON.stringify(good));
  await change(BOB, readable);
  await own.settlement.settle();
  assert.deepEqual(await payerOf(), [of(EVE)], "Bob is paid at once, Eve's voucher waits its pause out");
  clock += 61_000;
  await own.settlement.settle();
  assert.deepEqual(await payerOf(), []);
  await own.settlement.settle();
  assert.deepEqual(await own.settlement.parked(), []);
});

test("behavior: vouchers for an earlier key of this gateway are not redeemed for it, and hold nobody up", async () => {
  const own = await gateway(2);
  await chain.deposit(ANN, own.payee, parseEther("5"));
  await chain.deposit(BOB, own.payee, parseEther("5"));
  await call(own, ANN);
  await call(own, BOB);
  const { payer } = (await own.desk.unredeemed()).accounts[0] ?? assert.fail();
  const other = privateKeyToAccount(devKey(1)).address;
  await own.db.run("UPDATE vouchers SET signed = replace(signed, ?, ?) WHERE payer = ?", own.payee, other, payer);
  await own.settlement.settle();
  assert.deepEqual(
    (await own.settlement.parked()).map(({ id, reason }) => [id, reason.slice(0, 50)]),
    [[`voucher ${payer}`, `It pays ${other}`.slice(0, 50)]],
  );
  assert.equal((await own.desk.unredeemed()).accounts.length, 1);
});

test("behavior: a statement that the chain refuses is parked, and those after it are paid in", async () => {
  const own = await gateway(1);
  await chain.deposit(ANN, own.payee, parseEther("5"));
  const poor = (await balance(own.payee)) + parseEther("1000");
  await own.db.run(
    "INSERT INTO statements (hash, cid, amount) VALUES (?, 'bafynone', ?)",
    numberToHex(9, { size: 32 }),
    poor.toString(),
  );
  await call(own, ANN);
  const before = await funded();
  await own.settlement.settle();
  assert.equal((await funded()) - before, parseEther("0.5"));
  const [parked] = await own.settlement.parked();
  assert.equal(parked?.id, `statement ${numberToHex(9, { size: 32 })}`);
});
