import type { Outcome, ReceiptDocument, RoutingRule, Tier } from "@assay/sdk/documents";
import type { Address, Hex } from "viem";
import type { Database, Migration } from "../platform/database.ts";
import { nextWritten, writtenMigration } from "../platform/written.ts";

/** What is kept of a call: hashes and amounts, never a prompt or an answer. A call that failed has one too. */
export interface Receipt {
  id: string;
  /** unix seconds */
  createdAt: number;
  modelId: string;
  payer: Address;
  /** charged, token wei */
  servingAmount: bigint;
  feeAmount: bigint;
  /** fee of the voucher the call came with; kept for a call that failed, too */
  offeredFee: bigint;
  voucherSignature: string;
  promptHash: Hex;
  answerHash: Hex;
  completionTokens: number;
  seconds: number;
  outcome: Outcome;
  labelled: boolean;
  linked: boolean;
  tier: Tier;
  rule: RoutingRule;
  policy: { version: number; hash: Hex };
  candidates: { modelId: string; q05: number }[];
  reason: string;
}

export const receiptMigrations: Migration[] = [
  {
    id: "gateway-receipts-1",
    sql: `CREATE TABLE receipts (
      id TEXT PRIMARY KEY,
      created_at TEXT NOT NULL,
      model_id TEXT NOT NULL,
      payer TEXT NOT NULL,
      serving_amount TEXT NOT NULL,
      fee_amount TEXT NOT NULL,
      prompt_hash TEXT NOT NULL,
      answer_hash TEXT NOT NULL,
      completion_tokens INTEGER NOT NULL,
      seconds REAL NOT NULL,
      route TEXT NOT NULL
    ) STRICT`,
  },
  {
    // Receipts from before there was a policy name none; they are shown and are no evidence.
    id: "gateway-receipts-2",
    sql: `ALTER TABLE receipts ADD COLUMN at INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE receipts ADD COLUMN outcome TEXT NOT NULL DEFAULT 'answered';
    ALTER TABLE receipts ADD COLUMN tier TEXT NOT NULL DEFAULT 'admitted';
    ALTER TABLE receipts ADD COLUMN rule TEXT NOT NULL DEFAULT 'named-model';
    ALTER TABLE receipts ADD COLUMN offered_fee TEXT NOT NULL DEFAULT '0';
    ALTER TABLE receipts ADD COLUMN voucher_signature TEXT NOT NULL DEFAULT '';
    ALTER TABLE receipts ADD COLUMN labelled INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE receipts ADD COLUMN linked INTEGER NOT NULL DEFAULT 1;
    UPDATE receipts SET at = CAST(unixepoch(created_at) AS INTEGER);
    CREATE INDEX receipts_at ON receipts (at);
    CREATE INDEX receipts_model ON receipts (model_id, at)`,
  },
  writtenMigration("gateway-receipts-3", "receipts"),
];

const ZERO_HASH = `0x${"0".repeat(64)}` as const;

export async function addReceipt(db: Database, receipt: Receipt): Promise<void> {
  const { policy, candidates, reason } = receipt;
  await db.run(
    `INSERT INTO receipts (id, created_at, model_id, payer, serving_amount, fee_amount, prompt_hash, answer_hash,
      completion_tokens, seconds, route, at, outcome, tier, rule, offered_fee, voucher_signature, labelled, linked,
      written)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ${nextWritten("receipts")})`,
    receipt.id,
    new Date(receipt.createdAt * 1000).toISOString(),
    receipt.modelId,
    receipt.payer.toLowerCase(),
    receipt.servingAmount.toString(),
    receipt.feeAmount.toString(),
    receipt.promptHash,
    receipt.answerHash,
    receipt.completionTokens,
    receipt.seconds,
    JSON.stringify({ policy, candidates, reason }),
    receipt.createdAt,
    receipt.outcome,
    receipt.tier,
    receipt.rule,
    receipt.offeredFee.toString(),
    receipt.voucherSignature,
    Number(receipt.labelled),
    Number(receipt.linked),
  );
}

type Row = Record<string, string | number>;

function toReceipt(row: Row): Receipt {
  const route = JSON.parse(String(row.route)) as {
    policy: Receipt["policy"] | string;
    candidates: (Receipt["candidates"][number] | string)[];
    reason: string;
  };
  return {
    id: String(row.id),
    createdAt: Number(row.at),
    modelId: String(row.model_id),
    payer: String(row.payer) as Address,
    servingAmount: BigInt(row.serving_amount ?? 0),
    feeAmount: BigInt(row.fee_amount ?? 0),
    offeredFee: BigInt(row.offered_fee ?? 0),
    voucherSignature: String(row.voucher_signature),
    promptHash: String(row.prompt_hash) as Hex,
    answerHash: String(row.answer_hash) as Hex,
    completionTokens: Number(row.completion_tokens),
    seconds: Number(row.seconds),
    outcome: row.outcome as Outcome,
    labelled: row.labelled === 1,
    linked: row.linked === 1,
    tier: row.tier as Tier,
    rule: row.rule as RoutingRule,
    policy: typeof route.policy === "string" ? { version: 0, hash: ZERO_HASH } : route.policy,
    candidates: route.candidates.map((entry) => (typeof entry === "string" ? { modelId: entry, q05: 0 } : entry)),
    reason: route.reason,
  };
}

export async function readReceipt(db: Database, id: string): Promise<Receipt | undefined> {
  const row = await db.get<Row>("SELECT * FROM receipts WHERE id = ?", id);
  return row === undefined ? undefined : toReceipt(row);
}

/** Receipts from a time on in the order they were written, each with its place in it. */
export async function placedReceiptsSince(db: Database, at: number): Promise<{ place: number; receipt: Receipt }[]> {
  const rows = await db.all<Row>("SELECT * FROM receipts WHERE at >= ? ORDER BY written", at);
  return rows.map((row) => ({ place: Number(row.written), receipt: toReceipt(row) }));
}

/** Receipts from a time on, in the order they were written. */
export async function receiptsSince(db: Database, at: number): Promise<Receipt[]> {
  return (await placedReceiptsSince(db, at)).map(({ receipt }) => receipt);
}

/** Place of the receipt that was written last; 0 before the first. */
export async function lastReceiptPlace(db: Database): Promise<number> {
  const row = await db.get<{ place: number | null }>("SELECT MAX(written) AS place FROM receipts");
  return row?.place ?? 0;
}

/** The receipt as receipt.json: what is shown, and what its hash is taken of. */
export function receiptDocument(receipt: Receipt): ReceiptDocument {
  return {
    schemaVersion: 1,
    ...receipt,
    servingAmount: receipt.servingAmount.toString(),
    feeAmount: receipt.feeAmount.toString(),
    offeredFee: receipt.offeredFee.toString(),
  };
}
