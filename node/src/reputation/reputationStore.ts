import type { ModelReputation } from "@assay/sdk/api";
import type { Database, Migration } from "../platform/database.ts";
import { nextWritten, writtenMigration } from "../platform/written.ts";
import type { FinalRound } from "./catalog.ts";
import { lastReceiptPlace, placedReceiptsSince, type Receipt, readReceipt, receiptsSince } from "./receipts.ts";
import type { StoredRating } from "./tallies.ts";

export const reputationMigrations: readonly Migration[] = [
  {
    id: "gateway-reputation-1",
    sql: `CREATE TABLE reputation_rounds (
    round_id TEXT PRIMARY KEY,
    model_id TEXT NOT NULL,
    round TEXT NOT NULL
  ) STRICT;
  CREATE TABLE ratings (
    receipt TEXT PRIMARY KEY,
    right INTEGER NOT NULL,
    at INTEGER NOT NULL,
    linked INTEGER NOT NULL,
    signature TEXT NOT NULL,
    after_receipt INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE reputation_history (
    id INTEGER PRIMARY KEY,
    model_id TEXT NOT NULL,
    at INTEGER NOT NULL,
    reason TEXT NOT NULL,
    q05 REAL NOT NULL
  ) STRICT;
  CREATE INDEX reputation_history_model ON reputation_history (model_id, id)`,
  },
  writtenMigration("gateway-reputation-2", "ratings"),
];

/** A rating with its payer's signature. */
export type SignedStoredRating = StoredRating & { signature: string };

/** One piece of evidence of live calls. */
export type LiveEvidence = { receipt: Receipt; rating?: StoredRating };

export interface StoredRound {
  id: string;
  modelId: string;
  /** the round as `serialiseRound` writes it */
  text: string;
}

/** A round as it is stored: the same text for the same round. */
export const serialiseRound = ({ trialMask, ...round }: FinalRound): string =>
  JSON.stringify({ ...round, trialMask: trialMask.toString() });

export function parseRound(text: string): FinalRound {
  const round = JSON.parse(text) as Omit<FinalRound, "trialMask"> & { trialMask: string };
  return { ...round, trialMask: BigInt(round.trialMask) };
}

export async function readRounds(db: Database): Promise<StoredRound[]> {
  return await db.all<StoredRound>(
    'SELECT round_id AS id, model_id AS "modelId", round AS text FROM reputation_rounds',
  );
}

export async function addRound(db: Database, { id, modelId, text }: StoredRound): Promise<void> {
  await db.run("INSERT INTO reputation_rounds (round_id, model_id, round) VALUES (?, ?, ?)", id, modelId, text);
}

export async function dropRound(db: Database, id: string): Promise<void> {
  await db.run("DELETE FROM reputation_rounds WHERE round_id = ?", id);
}

interface RatingRow {
  receipt: string;
  right: number;
  at: number;
  linked: number;
  after_receipt: number;
}

/** Calls from a time on and the ratings of them, in the order they came. */
export async function liveEvidenceSince(db: Database, since: number): Promise<LiveEvidence[]> {
  const receipts = await placedReceiptsSince(db, since);
  const ratings = await db.all<RatingRow>("SELECT * FROM ratings ORDER BY written");
  const byId = new Map(receipts.map(({ receipt }) => [receipt.id, receipt]));
  const evidence: LiveEvidence[] = [];
  let next = 0;
  const takeRatingsBefore = (place: number): void => {
    for (let row = ratings[next]; row !== undefined && row.after_receipt < place; row = ratings[++next]) {
      const receipt = byId.get(row.receipt);
      const rating = { receipt: row.receipt, right: row.right === 1, at: row.at, linked: row.linked === 1 };
      if (receipt !== undefined) evidence.push({ receipt, rating });
    }
  };
  for (const { place, receipt } of receipts) {
    takeRatingsBefore(place);
    evidence.push({ receipt });
  }
  takeRatingsBefore(Number.POSITIVE_INFINITY);
  return evidence;
}

/** Stores the first rating of a receipt; false when it has one. */
export async function addRating(db: Database, rating: SignedStoredRating): Promise<boolean> {
  const { changes } = await db.run(
    `INSERT INTO ratings (receipt, "right", at, linked, signature, after_receipt, written)
     VALUES (?, ?, ?, ?, ?, ?, ${nextWritten("ratings")})
     ON CONFLICT (receipt) DO NOTHING`,
    rating.receipt,
    Number(rating.right),
    rating.at,
    Number(rating.linked),
    rating.signature,
    await lastReceiptPlace(db),
  );
  return changes === 1;
}

export async function hasRating(db: Database, receipt: string): Promise<boolean> {
  return (await db.get("SELECT 1 FROM ratings WHERE receipt = ?", receipt)) !== undefined;
}

/** Receipts and ratings since a time that count against a model. */
export async function evidenceAgainst(
  db: Database,
  modelId: string,
  since: number,
): Promise<{ receipt: Receipt; outcome: string }[]> {
  const failed = (await receiptsSince(db, since))
    .filter((receipt) => receipt.modelId === modelId && receipt.outcome !== "answered" && !receipt.linked)
    .map((receipt) => ({ receipt, outcome: receipt.outcome as string }));
  const wrong = await db.all<{ receipt: string }>(
    'SELECT receipt FROM ratings WHERE "right" = 0 AND linked = 0 AND at >= ?',
    since,
  );
  const judged = await Promise.all(wrong.map(({ receipt }) => readReceipt(db, receipt)));
  return [
    ...failed,
    ...judged.flatMap((receipt) =>
      receipt?.modelId === modelId && !receipt.linked ? [{ receipt, outcome: "rating" }] : [],
    ),
  ];
}

/** The quantile that the history noted last; undefined before its first note. */
export async function lastNoted(db: Database, modelId: string): Promise<number | undefined> {
  const row = await db.get<{ q05: number }>(
    "SELECT q05 FROM reputation_history WHERE model_id = ? ORDER BY id DESC LIMIT 1",
    modelId,
  );
  return row?.q05;
}

type Note = ModelReputation["history"][number];

export async function addNote(db: Database, modelId: string, { at, reason, q05 }: Note): Promise<void> {
  await db.run(
    "INSERT INTO reputation_history (model_id, at, reason, q05) VALUES (?, ?, ?, ?)",
    modelId,
    at,
    reason,
    q05,
  );
}

/** The newest notes of a model, the oldest of them first. */
export async function readNotes(db: Database, modelId: string, limit: number): Promise<Note[]> {
  const rows = await db.all<Note>(
    "SELECT at, reason, q05 FROM reputation_history WHERE model_id = ? ORDER BY id DESC LIMIT ?",
    modelId,
    limit,
  );
  return rows.map((row) => ({ ...row })).reverse();
}
