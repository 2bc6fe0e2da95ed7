import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, test } from "node:test";
import { paymentsAbi } from "@assay/sdk/abi";
import { voucherFor } from "@assay/sdk/channel";
import { addCall, type Charge, chargesRoot, voucherTypedData } from "@assay/sdk/hashing";
import { createClient, custom, encodeErrorResult, getAddress, numberToHex, RawContractError } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { type Database, openDatabase } from "../../platform/database.ts";
import { chainDouble } from "../../testing/chainDouble.ts";
import { settlementMigrations } from "./settlementStore.ts";
import { parseVoucherHeader, type SignedVoucher } from "./voucher.ts";
import { type ChannelState, createVoucherDesk, type VoucherDesk } from "./voucherDesk.ts";
import { voucherMigrations } from "./voucherStore.ts";

const PRICE = { servingAmount: 4n, feeAmount: 6n };
const payer = privateKeyToAccount(generatePrivateKey());
const stranger = privateKeyToAccount(generatePrivateKey());
const at = (n: number) => getAddress(numberToHex(n, { size: 20 }));
const domain = { chainId: 31337, payments: at(9) };
const terms = { payee: at(1), token: at(2) };

let channel: ChannelState;
let refusal: string | undefined;
let db: Database;
let desk: VoucherDesk;

function newDesk() {
  return createVoucherDesk({
    db,
    client: chainDouble().client,
    ...domain,
    ...terms,
    readChannel: async () => channel,
    refusalOf: async () => refusal,
    tryRedeem: () => assert.fail("the payer is a key"),
  });
}

beforeEach(async () => {
  db = await openDatabase(":memory:", voucherMigrations);
  channel = { deposited: 100n, redeemed: 0n, withdrawAt: 0n };
  refusal = undefined;
  desk = newDesk();
});

async function sign(
  charges: Charge[],
  change: Partial<SignedVoucher["voucher"]> = {},
  signer = payer,
): Promise<SignedVoucher> {
  const voucher = { ...voucherFor({ payer: payer.address, ...terms }, charges), ...change };
  return { voucher, charges, signature: await signer.signTypedData(voucherTypedData({ ...domain, voucher })) };
}

const next = async (modelId = 1n) => addCall((await desk.accountOf(payer.address)).charges, modelId, PRICE);

async function pay(modelId = 1n): Promise<SignedVoucher> {
  const signed = await sign(await next(modelId));
  const reservation = await desk.reserve(signed, modelId, PRICE);
  await reservation.commit(db);
  reservation.release();
  return signed;
}

test("default: each voucher promises what came before and one call more", async () => {
  await pay(2n);
  await pay(1n);
  await pay(2n);
  const account = await desk.accountOf(payer.address);
  assert.equal(account.cumulative, 30n);
  assert.deepEqual(
    account.charges.map(({ modelId, feeAmount }) => [modelId, feeAmount]),
    [
      [1n, 6n],
      [2n, 12n],
    ],
  );
});

test("behavior: a reservation that is only released keeps nothing, and the same voucher serves again", async () => {
  const signed = await sign(await next());
  (await desk.reserve(signed, 1n, PRICE)).release();
  assert.equal((await desk.accountOf(payer.address)).cumulative, 0n);
  (await desk.reserve(signed, 1n, PRICE)).release();
});

test("behavior: one call at a time; a late second release does not free the next call's hold", async () => {
  const signed = await sign(await next());
  const first = await desk.reserve(signed, 1n, PRICE);
  await assert.rejects(desk.reserve(signed, 1n, PRICE), { code: "channel_busy", status: 409 });
  first.release();
  const second = await desk.reserve(signed, 1n, PRICE);
  first.release();
  await assert.rejects(desk.reserve(signed, 1n, PRICE), { code: "channel_busy" });
  second.release();
});

test("behavior: of calls that bring one voucher at once exactly one passes, also right after it was kept", async () => {
  const signed = await sign(await next());
  const attempts = await Promise.allSettled(Array.from({ length: 5 }, () => desk.reserve(signed, 1n, PRICE)));
  const passed = attempts.flatMap((attempt) => (attempt.status === "fulfilled" ? [attempt.value] : []));
  const codes = attempts.flatMap((attempt) => (attempt.status === "rejected" ? [attempt.reason.code] : []));
  assert.equal(passed.length, 1);
  assert.deepEqual(codes, ["channel_busy", "channel_busy", "channel_busy", "channel_busy"]);
  await db.transaction(async (tx) => await passed[0]?.commit(tx));
  passed[0]?.release();
  const late = await Promise.allSettled([desk.reserve(signed, 1n, PRICE), desk.reserve(signed, 1n, PRICE)]);
  assert.deepEqual(
    late.map((attempt) => attempt.status),
    ["rejected", "rejected"],
  );
  assert.equal((await desk.accountOf(payer.address)).cumulative, 10n);
});

test("behavior: a voucher whose transaction fails is not kept", async () => {
  const signed = await sign(await next());
  const reservation = await desk.reserve(signed, 1n, PRICE);
  const failed = db.transaction(async (tx) => {
    await reservation.commit(tx);
    throw new Error("stop");
  });
  await assert.rejects(failed, /stop/);
  reservation.release();
  assert.equal((await desk.accountOf(payer.address)).cumulative, 0n);
});

test("behavior: an accepted voucher is not accepted twice", async () => {
  const signed = await pay();
  await assert.rejects(desk.reserve(signed, 1n, PRICE), { code: "voucher_refused", field: "charges" });
});

test("error: every part of the voucher is checked", async () => {
  const charges = await next();
  const cheap = [{ modelId: 1n, servingAmount: 9n, feeAmount: 1n }];
  const cases: [string, SignedVoucher][] = [
    ["voucher.payee", await sign(charges, { payee: at(7) })],
    ["voucher.token", await sign(charges, { token: at(7) })],
    ["charges", await sign(charges, { cumulative: 11n })],
    ["voucher.chargesRoot", await sign(charges, { chargesRoot: chargesRoot(cheap) })],
    ["charges", await sign(cheap)],
    ["charges", await sign(addCall([], 2n, PRICE))],
    ["signature", await sign(charges, {}, stranger)],
  ];
  for (const [field, signed] of cases)
    await assert.rejects(desk.reserve(signed, 1n, PRICE), { code: "voucher_refused", status: 402, field });
  assert.equal((await desk.accountOf(payer.address)).cumulative, 0n, "nothing was kept");
  (await desk.reserve(await sign(charges), 1n, PRICE)).release();
});

test("error: a payer whose last voucher the chain refused is not served until it is paid", async () => {
  const signed = await sign(await next());
  refusal = "The signature is wrong.";
  await assert.rejects(desk.reserve(signed, 1n, PRICE), {
    code: "voucher_refused",
    status: 402,
    field: "voucher.payer",
    message: /The signature is wrong\./,
  });
  refusal = undefined;
  (await desk.reserve(signed, 1n, PRICE)).release();
});

test("error: a contract wallet that takes its signature from everybody but Payments", async () => {
  const request = async ({ method }: { method: string }) => (method === "eth_getCode" ? "0x60" : "0x01");
  const signed = { ...(await sign(await next())), signature: "0x1234" as const };
  const asked: SignedVoucher[] = [];
  const deskThat = (tryRedeem: (signed: SignedVoucher) => Promise<unknown>) =>
    createVoucherDesk({
      db,
      client: createClient({ transport: custom({ request }, { retryCount: 0 }) }),
      ...domain,
      ...terms,
      readChannel: async () => channel,
      refusalOf: async () => undefined,
      tryRedeem,
    });
  (await deskThat(async (one) => asked.push(one)).reserve(signed, 1n, PRICE)).release();
  assert.deepEqual(asked, [signed]);
  const badSignature = encodeErrorResult({ abi: paymentsAbi, errorName: "BadSignature", args: [payer.address] });
  const refusing = deskThat(() => Promise.reject(new RawContractError({ data: badSignature })));
  await assert.rejects(refusing.reserve(signed, 1n, PRICE), { code: "voucher_refused", field: "signature" });
  const away = deskThat(() => Promise.reject(new Error("the server hung up")));
  await assert.rejects(away.reserve(signed, 1n, PRICE), { code: "chain_unreachable", status: 503 });
});

test("error: the channel must cover the voucher and stay open", async () => {
  const signed = await sign(await next());
  const refusals: [string, Partial<ChannelState>][] = [
    ["channel_closing", { withdrawAt: 5n }],
    ["channel_empty", { deposited: 9n }],
    ["voucher_refused", { redeemed: 10n }],
  ];
  for (const [code, change] of refusals) {
    channel = { deposited: 100n, redeemed: 0n, withdrawAt: 0n, ...change };
    await assert.rejects(desk.reserve(signed, 1n, PRICE), { code, status: 402 });
  }
});

test("behavior: only the increase since the last redemption is stated, and only once", async () => {
  const first = await pay();
  const second = await pay();
  const stated: bigint[] = [];
  const note = async (_: Database, fees: { feeAmount: bigint }[]) =>
    void stated.push(...fees.map(({ feeAmount }) => feeAmount));
  await desk.markRedeemed(first, note);
  await desk.markRedeemed(first, note);
  assert.equal((await desk.unredeemed()).accounts.length, 1);
  await desk.markRedeemed(second, note);
  await desk.markRedeemed(first, note);
  assert.deepEqual(stated, [6n, 6n]);
  assert.deepEqual((await desk.unredeemed()).accounts, []);
});

test("parseVoucherHeader: a header that is no voucher names its field", () => {
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64");
  assert.throws(() => parseVoucherHeader("%%%"), { code: "voucher_invalid", field: "X-Assay-Voucher" });
  assert.throws(() => parseVoucherHeader(encode({})), { field: "voucher" });
  const voucher = { payer: payer.address, ...terms, cumulative: "-1", chargesRoot: numberToHex(0, { size: 32 }) };
  assert.throws(() => parseVoucherHeader(encode({ voucher, signature: "0x", charges: [] })), {
    code: "voucher_invalid",
    field: "voucher.cumulative",
  });
});

test("migrations: vouchers stored under the former field names are read as charges", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "assay-vouchers-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "gateway.db");
  const lines = [{ modelId: "1", servingAmount: "4", feeAmount: "6" }];
  const voucher = { payer: payer.address, ...terms, cumulative: "10", usageRoot: numberToHex(7, { size: 32 }) };
  const signed = { voucher, signature: "0x12", usage: lines };
  const older = await openDatabase(path, [...voucherMigrations.slice(0, 1), ...settlementMigrations.slice(0, 1)]);
  await older.run(
    "INSERT INTO vouchers (payer, cumulative, signed, settled_usage, updated_at) VALUES (?, '10', ?, ?, '')",
    payer.address.toLowerCase(),
    JSON.stringify(signed),
    JSON.stringify(lines),
  );
  await older.run("INSERT INTO redemptions (id, vouchers) VALUES ('stored', ?)", JSON.stringify([signed]));
  await older.close();

  db = await openDatabase(path, [...voucherMigrations, ...settlementMigrations]);
  const account = await newDesk().accountOf(payer.address);
  const charges = [{ modelId: 1n, servingAmount: 4n, feeAmount: 6n }];
  assert.deepEqual(account.charges, charges);
  assert.deepEqual(account.settledCharges, charges);
  assert.equal(account.signed?.voucher.chargesRoot, voucher.usageRoot);
  const stored = await db.get<{ vouchers: string }>("SELECT vouchers FROM redemptions");
  const { usageRoot: root, ...rest } = voucher;
  const renamed = { voucher: { ...rest, chargesRoot: root }, signature: signed.signature, charges: lines };
  assert.deepEqual(JSON.parse(stored?.vouchers ?? ""), [renamed]);
  await db.close();
});
