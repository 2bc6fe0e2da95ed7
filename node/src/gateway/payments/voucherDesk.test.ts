import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, test } from "node:test";
import { voucherFor } from "@assay/sdk/channel";
import { addCall, type Charge, chargesRoot, voucherTypedData } from "@assay/sdk/hashing";
import { getAddress, numberToHex } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { openSqlite } from "../../platform/sqlite.ts";
import { settlementMigrations } from "./settlement.ts";
import {
  type ChannelState,
  createVoucherDesk,
  parseVoucherHeader,
  type SignedVoucher,
  voucherMigrations,
} from "./voucherDesk.ts";

const PRICE = { servingAmount: 4n, feeAmount: 6n };
const payer = privateKeyToAccount(generatePrivateKey());
const stranger = privateKeyToAccount(generatePrivateKey());
const at = (n: number) => getAddress(numberToHex(n, { size: 20 }));
const domain = { chainId: 31337, payments: at(9) };
const terms = { payee: at(1), token: at(2) };

let channel: ChannelState;
let desk: ReturnType<typeof newDesk>;

function newDesk(db = openSqlite(":memory:", voucherMigrations)) {
  return createVoucherDesk({ db, ...domain, ...terms, readChannel: async () => channel });
}

beforeEach(() => {
  channel = { deposited: 100n, redeemed: 0n, withdrawAt: 0n };
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

const next = (modelId = 1n) => addCall(desk.accountOf(payer.address).charges, modelId, PRICE);

async function pay(modelId = 1n): Promise<SignedVoucher> {
  const signed = await sign(next(modelId));
  const reservation = await desk.reserve(signed, modelId, PRICE);
  reservation.commit();
  reservation.release();
  return signed;
}

test("default: each voucher promises what came before and one call more", async () => {
  await pay(2n);
  await pay(1n);
  await pay(2n);
  const account = desk.accountOf(payer.address);
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
  const signed = await sign(next());
  (await desk.reserve(signed, 1n, PRICE)).release();
  assert.equal(desk.accountOf(payer.address).cumulative, 0n);
  (await desk.reserve(signed, 1n, PRICE)).release();
});

test("behavior: one call at a time; a late second release does not free the next call's hold", async () => {
  const signed = await sign(next());
  const first = await desk.reserve(signed, 1n, PRICE);
  await assert.rejects(desk.reserve(signed, 1n, PRICE), { code: "channel_busy", status: 409 });
  first.release();
  const second = await desk.reserve(signed, 1n, PRICE);
  first.release();
  await assert.rejects(desk.reserve(signed, 1n, PRICE), { code: "channel_busy" });
  second.release();
});

test("behavior: an accepted voucher is not accepted twice", async () => {
  const signed = await pay();
  await assert.rejects(desk.reserve(signed, 1n, PRICE), { code: "voucher_refused", field: "charges" });
});

test("error: every part of the voucher is checked", async () => {
  const charges = next();
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
  assert.equal(desk.accountOf(payer.address).cumulative, 0n, "nothing was kept");
  (await desk.reserve(await sign(charges), 1n, PRICE)).release();
});

test("error: the channel must cover the voucher and stay open", async () => {
  const signed = await sign(next());
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
  const note = (fees: { feeAmount: bigint }[]) => stated.push(...fees.map(({ feeAmount }) => feeAmount));
  desk.markRedeemed(first, note);
  desk.markRedeemed(first, note);
  assert.equal(desk.unredeemed().length, 1);
  desk.markRedeemed(second, note);
  desk.markRedeemed(first, note);
  assert.deepEqual(stated, [6n, 6n]);
  assert.deepEqual(desk.unredeemed(), []);
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

test("migrations: vouchers stored under the former field names are read as charges", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "assay-vouchers-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "gateway.db");
  const lines = [{ modelId: "1", servingAmount: "4", feeAmount: "6" }];
  const voucher = { payer: payer.address, ...terms, cumulative: "10", usageRoot: numberToHex(7, { size: 32 }) };
  const signed = { voucher, signature: "0x12", usage: lines };
  const older = openSqlite(path, [...voucherMigrations.slice(0, 1), ...settlementMigrations.slice(0, 1)]);
  older
    .prepare("INSERT INTO vouchers (payer, cumulative, signed, settled_usage, updated_at) VALUES (?, '10', ?, ?, '')")
    .run(payer.address.toLowerCase(), JSON.stringify(signed), JSON.stringify(lines));
  older.prepare("INSERT INTO redemptions (id, vouchers) VALUES ('stored', ?)").run(JSON.stringify([signed]));
  older.close();

  const db = openSqlite(path, [...voucherMigrations, ...settlementMigrations]);
  const account = newDesk(db).accountOf(payer.address);
  const charges = [{ modelId: 1n, servingAmount: 4n, feeAmount: 6n }];
  assert.deepEqual(account.charges, charges);
  assert.deepEqual(account.settledCharges, charges);
  assert.equal(account.signed?.voucher.chargesRoot, voucher.usageRoot);
  const { vouchers } = db.prepare("SELECT vouchers FROM redemptions").get() as { vouchers: string };
  const { usageRoot: root, ...rest } = voucher;
  const renamed = { voucher: { ...rest, chargesRoot: root }, signature: signed.signature, charges: lines };
  assert.deepEqual(JSON.parse(vouchers), [renamed]);
  db.close();
});
