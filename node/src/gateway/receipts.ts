import type { Database, Migration } from "../storage/database.ts";

/** What is kept of a call: hashes and amounts, never a prompt or an answer. */
export interface Receipt {
  id: string;
  createdAt: string;
  modelId: string;
  payer: string;
  servingAmount: bigint;
  feeAmount: bigint;
  promptHash: string;
  answerHash: string;
  completionTokens: number;
  seconds: number;
  policy: string;
  candidates: string[];
  reason: string;
}

export const receiptMigration: Migration = {
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
};

export function addReceipt(db: Database, receipt: Receipt): void {
  const { policy, candidates, reason } = receipt;
  db.prepare("INSERT INTO receipts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)").run(
    receipt.id,
    receipt.createdAt,
    receipt.modelId,
    receipt.payer,
    receipt.servingAmount.toString(),
    receipt.feeAmount.toString(),
    receipt.promptHash,
    receipt.answerHash,
    receipt.completionTokens,
    receipt.seconds,
    JSON.stringify({ policy, candidates, reason }),
  );
}
