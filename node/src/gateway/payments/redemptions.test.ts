/** What becomes of a batch's vouchers, without a chain. */
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import type { Deployment } from "@assay/sdk/deployment";
import { type Address, getAddress, numberToHex } from "viem";
import { RevertError } from "../../platform/chain/outbox/intent.ts";
import type { Outbox } from "../../platform/chain/outbox/outbox.ts";
import { type Database, openDatabase } from "../../platform/database.ts";
import { silentLogger } from "../../platform/log.ts";
import { createParkedPayments, parkedMigration, voucherId } from "./parked.ts";
import { createRedemptions } from "./redemptions.ts";
import { openBatches, settlementMigrations, storeBatch } from "./settlementStore.ts";
import type { SignedVoucher } from "./voucher.ts";
import type { VoucherDesk } from "./voucherDesk.ts";

const at = (n: number): Address => getAddress(numberToHex(n, { size: 20 }));
const [PAYEE, TOKEN] = [at(1), at(2)];

const voucherOf = (payer: Address, cumulative: bigint): SignedVoucher => ({
  voucher: { payer, payee: PAYEE, token: TOKEN, cumulative, chargesRoot: numberToHex(3, { size: 32 }) },
  signature: "0x12",
  charges: [],
});

let db: Database;
let booked: Address[];
let unbookable: Set<Address>;
let waiting: SignedVoucher[];
let refused: boolean;
let clock: number;

beforeEach(async () => {
  db = await openDatabase(":memory:", [...settlementMigrations, parkedMigration]);
  [booked, unbookable, waiting, refused, clock] = [[], new Set(), [], false, 0];
});

function redemptions() {
  const parked = createParkedPayments(db, () => clock);
  const desk = {
    unredeemed: async () => ({ accounts: waiting.map((signed) => ({ signed })), unreadable: [] }),
    async markRedeemed({ voucher: { payer } }: SignedVoucher) {
      if (unbookable.has(payer)) throw new Error(`${payer} can't be booked.`);
      booked.push(payer);
    },
  } as unknown as VoucherDesk;
  const outbox = {
    address: PAYEE,
    async call(key: string) {
      if (refused) throw new RevertError(key, new Error("refused"));
      return { transactionHash: "0x01" };
    },
  } as unknown as Outbox;
  const deployment = { chainId: 31337, addresses: { payments: at(9), token: TOKEN } } as Deployment;
  const readChannel = async () => ({ deposited: 100n, redeemed: 0n, withdrawAt: 0n });
  const options = { db, desk, outbox, client: {} as never, deployment, parked, log: silentLogger, readChannel };
  return { parked, redeem: createRedemptions(options).redeem };
}

test("behavior: a voucher that can't be booked leaves the others of its batch booked, and the batch open", async () => {
  await storeBatch(db, [voucherOf(at(11), 1n), voucherOf(at(12), 1n), voucherOf(at(13), 1n)]);
  unbookable.add(at(11));
  await assert.rejects(redemptions().redeem(), { message: `${at(11)} can't be booked.` });
  assert.deepEqual(new Set(booked), new Set([at(12), at(13)]));
  assert.equal((await openBatches(db)).batches.length, 1);
  unbookable.clear();
  await redemptions().redeem();
  assert.ok(booked.includes(at(11)));
  assert.deepEqual((await openBatches(db)).batches, []);
});

test("behavior: a refusal is the payer's: a newer voucher does not end it, and is paid after the pause", async () => {
  const { parked, redeem } = redemptions();
  const reason = () => parked.refusalOf(voucherId(at(11)));
  refused = true;
  waiting = [voucherOf(at(11), 1n)];
  await redeem();
  assert.match((await reason()) ?? "", /refused/);
  [refused, waiting] = [false, [voucherOf(at(11), 2n)]];
  await redeem();
  assert.match((await reason()) ?? "", /refused/);
  assert.deepEqual(booked, []);
  clock += 61_000;
  await redeem();
  assert.deepEqual(booked, [at(11)]);
  assert.equal(await reason(), undefined);
});

test("behavior: a channel that is only empty is no refusal", async () => {
  const { parked, redeem } = redemptions();
  waiting = [voucherOf(at(11), 101n)];
  await redeem();
  assert.equal((await parked.list())[0]?.id, voucherId(at(11)));
  assert.equal(await parked.refusalOf(voucherId(at(11))), undefined);
});
