import { randomUUID } from "node:crypto";
import type { Hex } from "viem";
import type { Database, Migration } from "../../platform/database.ts";
import { messageOf } from "../../platform/errors.ts";
import { nextWritten, writtenMigration } from "../../platform/written.ts";
import { type SignedVoucher, serialise } from "./voucher.ts";

export const settlementMigrations: Migration[] = [
  {
    id: "gateway-settlement-1",
    sql: `CREATE TABLE redemptions (
    id TEXT PRIMARY KEY,
    vouchers TEXT NOT NULL,
    tx_hash TEXT
  ) STRICT;
  CREATE TABLE settled_fees (
    model_id TEXT NOT NULL,
    amount TEXT NOT NULL,
    payer TEXT NOT NULL,
    cumulative TEXT NOT NULL,
    tx_hash TEXT NOT NULL,
    statement TEXT
  ) STRICT;
  CREATE TABLE statements (
    hash TEXT PRIMARY KEY,
    cid TEXT NOT NULL,
    amount TEXT NOT NULL,
    tx_hash TEXT
  ) STRICT`,
  },
  {
    // Stored batches get the field names that parseVouchers reads. Their other values are numbers and hex.
    id: "gateway-settlement-2",
    sql: `UPDATE redemptions
    SET vouchers = replace(replace(vouchers, '"usageRoot":', '"chargesRoot":'), '"usage":', '"charges":')`,
  },
  writtenMigration("gateway-settlement-3", "settled_fees"),
];

function parseVouchers(text: string): SignedVoucher[] {
  return (
    JSON.parse(text) as { voucher: Record<string, string>; signature: Hex; charges: Record<string, string>[] }[]
  ).map(({ voucher, signature, charges }) => ({
    voucher: { ...voucher, cumulative: BigInt(voucher.cumulative ?? "0") } as SignedVoucher["voucher"],
    signature,
    charges: charges.map((line) => ({
      modelId: BigInt(line.modelId ?? "0"),
      servingAmount: BigInt(line.servingAmount ?? "0"),
      feeAmount: BigInt(line.feeAmount ?? "0"),
    })),
  }));
}

/** Vouchers that are redeemed in one transaction. */
export interface Batch {
  id: string;
  vouchers: SignedVoucher[];
}

export async function storeBatch(db: Database, vouchers: SignedVoucher[]): Promise<void> {
  await db.run("INSERT INTO redemptions (id, vouchers) VALUES (?, ?)", randomUUID(), serialise(vouchers));
}

/** Batches whose transaction is not known to be mined. */
export async function openBatches(
  db: Database,
): Promise<{ batches: Batch[]; unreadable: { id: string; why: string }[] }> {
  const rows = await db.all<{ id: string; vouchers: string }>(
    "SELECT id, vouchers FROM redemptions WHERE tx_hash IS NULL",
  );
  const batches: Batch[] = [];
  const unreadable: { id: string; why: string }[] = [];
  for (const { id, vouchers } of rows)
    try {
      batches.push({ id, vouchers: parseVouchers(vouchers) });
    } catch (error) {
      unreadable.push({ id, why: messageOf(error) });
    }
  return { batches, unreadable };
}

export async function closeBatch(db: Database, id: string, txHash: Hex): Promise<void> {
  await db.run("UPDATE redemptions SET tx_hash = ? WHERE id = ?", txHash, id);
}

/** Replaces a batch the chain refuses by one for each of its vouchers; a single one is dropped. */
export async function splitBatch(db: Database, { id, vouchers }: Batch): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.run("DELETE FROM redemptions WHERE id = ?", id);
    if (vouchers.length > 1) for (const signed of vouchers) await storeBatch(tx, [signed]);
  });
}

/** Writes down the fees that redeeming a voucher brought. */
export async function addSettledFees(
  db: Database,
  { voucher: { payer, cumulative } }: SignedVoucher,
  fees: { modelId: bigint; feeAmount: bigint }[],
  txHash: Hex,
): Promise<void> {
  for (const { modelId, feeAmount } of fees)
    await db.run(
      `INSERT INTO settled_fees (model_id, amount, payer, cumulative, tx_hash, written)
       VALUES (?, ?, ?, ?, ?, ${nextWritten("settled_fees")})`,
      modelId.toString(),
      feeAmount.toString(),
      payer,
      cumulative.toString(),
      txHash,
    );
}

interface FeeRow {
  written: number;
  model_id: string;
  amount: string;
  payer: string;
  cumulative: string;
  tx_hash: string;
}

/** Fees that are in no statement yet. */
export async function unstatedFees(db: Database): Promise<FeeRow[]> {
  return await db.all<FeeRow>("SELECT * FROM settled_fees WHERE statement IS NULL ORDER BY written");
}

export interface StoredStatement {
  hash: Hex;
  cid: string;
  /** token wei as text */
  amount: string;
}

/** Stores a statement and which fees it states. Together, or a kill in between would state the same fees again. */
export async function storeStatement(
  db: Database,
  { hash, cid, amount }: StoredStatement,
  fees: readonly FeeRow[],
): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.run("INSERT INTO statements (hash, cid, amount) VALUES (?, ?, ?)", hash, cid, amount);
    for (const { written } of fees)
      await tx.run("UPDATE settled_fees SET statement = ? WHERE written = ?", hash, written);
  });
}

/** Statements whose fees are not known to be paid in. */
export async function openStatements(db: Database): Promise<StoredStatement[]> {
  return await db.all<StoredStatement>("SELECT hash, cid, amount FROM statements WHERE tx_hash IS NULL");
}

export async function closeStatement(db: Database, hash: Hex, txHash: Hex): Promise<void> {
  await db.run("UPDATE statements SET tx_hash = ? WHERE hash = ?", txHash, hash);
}
