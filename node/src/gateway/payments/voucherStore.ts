import type { Charge } from "@assay/sdk/hashing";
import type { Address } from "viem";
import type { Database, Migration } from "../../platform/database.ts";
import { messageOf } from "../../platform/errors.ts";
import { parseVoucherHeader, readCharges, type SignedVoucher, serialise } from "./voucher.ts";

export const voucherMigrations: Migration[] = [
  {
    id: "gateway-vouchers-1",
    sql: `CREATE TABLE vouchers (
    payer TEXT PRIMARY KEY,
    cumulative TEXT NOT NULL,
    signed TEXT NOT NULL,
    redeemed TEXT NOT NULL DEFAULT '0',
    settled_usage TEXT NOT NULL DEFAULT '[]',
    updated_at TEXT NOT NULL
  ) STRICT`,
  },
  {
    // Stored vouchers get the field names that parseVoucherHeader reads. Their other values are numbers and hex.
    id: "gateway-vouchers-2",
    sql: `ALTER TABLE vouchers RENAME COLUMN settled_usage TO settled_charges;
    UPDATE vouchers SET signed = replace(replace(signed, '"usageRoot":', '"chargesRoot":'), '"usage":', '"charges":')`,
  },
];

/** One payer's accepted vouchers: the newest counts, because each promises everything since the channel began. */
export interface Account {
  payer: Address;
  cumulative: bigint;
  charges: Charge[];
  signed: SignedVoucher | undefined;
  redeemed: bigint;
  settledCharges: Charge[];
}

export interface Unredeemed {
  accounts: Account[];
  unreadable: { payer: Address; why: string }[];
}

interface AccountRow {
  payer: Address;
  cumulative: string;
  signed: string;
  redeemed: string;
  settled_charges: string;
}

function toAccount(row: AccountRow): Account {
  const signed = parseVoucherHeader(Buffer.from(row.signed).toString("base64"));
  return {
    payer: row.payer,
    cumulative: BigInt(row.cumulative),
    charges: signed.charges,
    signed,
    redeemed: BigInt(row.redeemed),
    settledCharges: readCharges(JSON.parse(row.settled_charges), "settledCharges"),
  };
}

/** A payer's account; an empty one before its first voucher. */
export async function readAccount(db: Database, payer: Address): Promise<Account> {
  const row = await db.get<AccountRow>("SELECT * FROM vouchers WHERE payer = ?", payer.toLowerCase());
  if (row === undefined)
    return { payer, cumulative: 0n, charges: [], signed: undefined, redeemed: 0n, settledCharges: [] };
  return { ...toAccount(row), payer };
}

/** Accounts whose newest voucher promises more than was redeemed. One that can't be read does not hide the others. */
export async function unredeemedAccounts(db: Database): Promise<Unredeemed> {
  const rows = await db.all<AccountRow>("SELECT * FROM vouchers WHERE cumulative <> redeemed");
  const found: Unredeemed = { accounts: [], unreadable: [] };
  for (const row of rows)
    try {
      found.accounts.push(toAccount(row));
    } catch (error) {
      found.unreadable.push({ payer: row.payer, why: messageOf(error) });
    }
  return found;
}

/** Keeps a payer's newest voucher. */
export async function keepVoucher(db: Database, signed: SignedVoucher): Promise<void> {
  await db.run(
    `INSERT INTO vouchers (payer, cumulative, signed, updated_at) VALUES (?, ?, ?, ?)
     ON CONFLICT (payer) DO UPDATE SET cumulative = excluded.cumulative, signed = excluded.signed, updated_at = excluded.updated_at`,
    signed.voucher.payer.toLowerCase(),
    signed.voucher.cumulative.toString(),
    serialise(signed),
    new Date().toISOString(),
  );
}

/** Writes down that exactly this voucher was redeemed on chain. */
export async function storeRedeemed(db: Database, { voucher, charges }: SignedVoucher): Promise<void> {
  await db.run(
    "UPDATE vouchers SET redeemed = ?, settled_charges = ? WHERE payer = ?",
    voucher.cumulative.toString(),
    serialise(charges),
    voucher.payer.toLowerCase(),
  );
}
