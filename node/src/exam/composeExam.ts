import { randomBytes } from "node:crypto";
import { AssayError } from "@assay/sdk/errors";
import { assignSplits, type Splits } from "@assay/sdk/hashing";
import { bytesToHex, type Hex } from "viem";
import type { VersionRef } from "../platform/crypto/info.ts";
import type { ExamBatchPlain, ExamItemPlain } from "./batch.ts";
import { defaultGrading, type Grading } from "./grading.ts";
import { historyOf } from "./itemParams.ts";
import type { VersionRow } from "./rows.ts";

/** Most of the rows that may become exam items; the rest of the data is for training. */
const EXAM_SHARE = 0.2;
const MAX_BATCHES = 6;

/** A version's exam before it is sealed: what goes into each batch, and which rows may be trained on. */
export interface ComposedExam {
  ref: VersionRef;
  rows: VersionRow[];
  seed: Hex;
  itemsPerBatch: number;
  grading: Grading;
  labels: string[];
  splits: Splits;
  batches: ExamBatchPlain[];
}

/**
 * Splits rows by a seed into training, validation and as many batches as the rows carry, one at least. Throws AssayError
 * rows_too_few when not even one batch fits.
 */
export function splitForExam(rows: VersionRow[], seed: Hex, itemsPerBatch: number): Splits {
  const wanted = Math.min(MAX_BATCHES, Math.max(1, Math.floor((rows.length * EXAM_SHARE) / itemsPerBatch)));
  for (let batchCount = wanted; ; batchCount--) {
    try {
      return assignSplits(rows, seed, { batchCount, itemsPerBatch });
    } catch (cause) {
      if ((cause as { code?: unknown }).code !== "EXAM_TOO_LARGE") throw cause;
      if (batchCount === 1)
        throw new AssayError(
          `${rows.length} rows can't fill one exam of ${itemsPerBatch} items and leave enough to train on; add rows, in more than one wording per label.`,
          { code: "rows_too_few", field: "contributionIds", cause },
        );
    }
  }
}

/** Makes the exam of a version by its on-chain seed. Reads and writes nothing: what it throws is the data's fault. */
export function composeExam(
  ref: VersionRef,
  rows: VersionRow[],
  seed: Hex,
  itemsPerBatch: number,
  chosen?: Grading,
): ComposedExam {
  const splits = splitForExam(rows, seed, itemsPerBatch);
  const labels = [...new Set(rows.map((row) => row.label))].sort();
  const grading = chosen ?? defaultGrading(labels);
  const history = historyOf(splits.train.map((index) => rowAt(rows, index)));
  const batches = splits.batches.map((indices, batchId) => ({
    schemaVersion: 1 as const,
    datanetId: ref.datanetId.toString(),
    version: ref.version,
    batchId,
    ...grading,
    labels,
    items: indices.map((index, slot) => toItem(rowAt(rows, index), slot)),
    history,
  }));
  return { ref, rows, seed, itemsPerBatch, grading, labels, splits, batches };
}

/** The row a split names. */
export function rowAt(rows: VersionRow[], index: number): VersionRow {
  const row = rows[index];
  if (row === undefined)
    throw new AssayError(`The split names row ${index}, which does not exist.`, { code: "split_invalid" });
  return row;
}

function toItem(row: VersionRow, slot: number): ExamItemPlain {
  return {
    slot,
    rowIndex: row.index,
    text: row.text,
    label: row.label,
    contributor: row.contributor,
    promptSalt: bytesToHex(randomBytes(32)),
    expectedSalt: bytesToHex(randomBytes(32)),
  };
}
