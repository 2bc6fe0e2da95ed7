import { randomBytes } from "node:crypto";
import { encodeDocument, type GraderConfig } from "@assay/sdk/documents";
import {
  assignSplits,
  batchKeyHash,
  canonicalBytes,
  contentHash,
  contributorsSumTree,
  type Grader,
  graderId,
  type HoldoutBatch,
  holdoutTree,
  itemsTree,
  type Splits,
} from "@assay/sdk/hashing";
import { type Address, bytesToHex, type Hex, keccak256 } from "viem";
import { contributorTotals, type VersionRow } from "../curator/publish.ts";
import { newKey, seal } from "../platform/crypto/aesGcm.ts";
import { batchAad, bundleAad, type VersionRef } from "../platform/crypto/info.ts";
import { AppError } from "../platform/errors.ts";
import type { Ipfs } from "../platform/ipfs/ipfs.ts";
import { defaultGrading, type Grading } from "./grading.ts";

/** Most of the rows that may become exam items; the rest of the data is for training. */
const EXAM_SHARE = 0.2;
const MAX_BATCHES = 6;
/**
 * Training rows put beside the items as own-task history for the carry-over condition. They become public with the
 * batch's key: without them nobody could rebuild the prompts.
 */
const HISTORY_ROWS = 24;

/** One exam item in clear: only in the sealed batch, until the batch is retired. */
export interface ExamItemPlain {
  slot: number;
  rowIndex: number;
  text: string;
  label: string;
  contributor: Address;
  promptSalt: Hex;
  expectedSalt: Hex;
}

/** What a batch's ciphertext holds. */
export interface ExamBatchPlain {
  schemaVersion: 1;
  datanetId: string;
  version: number;
  batchId: number;
  grader: Grader;
  graderConfig?: GraderConfig;
  rubric?: string;
  labels: string[];
  items: ExamItemPlain[];
  history: { text: string; label: string }[];
}

export interface PublicBatch extends HoldoutBatch {
  ciphertextCid: string;
  count: number;
}

/** Everything the custodian keeps of a built exam. */
export interface BuiltExam {
  seed: Hex;
  splits: Splits;
  batches: { public: PublicBatch; key: Hex; plain: ExamBatchPlain }[];
  versionKey: Hex;
  bundle: { cid: string; ciphertextHash: Hex; rows: number };
  holdout: { holdoutRoot: Hex; batchCount: number; examManifestHash: Hex; examManifestCid: string };
}

/** As many batches as the rows carry; at least one is tried for. Throws EXAM_TOO_LARGE when not even one fits. */
export function examSize(
  rows: VersionRow[],
  seed: Hex,
  itemsPerBatch: number,
): { batchCount: number; itemsPerBatch: number } {
  const wanted = Math.min(MAX_BATCHES, Math.max(1, Math.floor((rows.length * EXAM_SHARE) / itemsPerBatch)));
  for (let batchCount = wanted; ; batchCount--) {
    try {
      assignSplits(rows, seed, { batchCount, itemsPerBatch });
      return { batchCount, itemsPerBatch };
    } catch (cause) {
      if ((cause as { code?: unknown }).code !== "EXAM_TOO_LARGE") throw cause;
      if (batchCount === 1)
        throw new AppError(
          "rows_too_few",
          `${rows.length} rows can't fill one exam of ${itemsPerBatch} items and leave enough to train on; add rows, in more than one wording per label.`,
          {
            field: "contributionIds",
            cause,
          },
        );
    }
  }
}

/** Splits the rows by the on-chain seed, seals batches and training bundle, pins them and exam.json with its grading. */
export async function buildExam(
  ipfs: Ipfs,
  ref: VersionRef,
  rows: VersionRow[],
  seed: Hex,
  itemsPerBatch: number,
  chosen?: Grading,
): Promise<BuiltExam> {
  const splits = assignSplits(rows, seed, examSize(rows, seed, itemsPerBatch));
  const labels = [...new Set(rows.map((row) => row.label))].sort();
  const grading = chosen ?? defaultGrading(labels);
  const at = (index: number): VersionRow => {
    const row = rows[index];
    if (row === undefined)
      throw new AppError("split_invalid", `The split names row ${index}, which is not there.`, { status: 500 });
    return row;
  };
  const history = splits.train
    .slice(0, HISTORY_ROWS)
    .map((index) => ({ text: at(index).text, label: at(index).label }));
  const batches = [];
  for (const [batchId, indices] of splits.batches.entries()) {
    const items = indices.map((index, slot) => toItem(at(index), slot));
    const plain: ExamBatchPlain = {
      schemaVersion: 1,
      datanetId: ref.datanetId.toString(),
      version: ref.version,
      batchId,
      ...grading,
      labels,
      items,
      history,
    };
    batches.push(await sealBatch(ipfs, ref, plain));
  }
  const versionKey = newKey();
  const bundle = await sealBundle(ipfs, ref, versionKey, splits, at);
  const holdoutRoot = holdoutTree(batches.map((batch) => batch.public)).root;
  const manifest = {
    schemaVersion: 1 as const,
    datanetId: ref.datanetId.toString(),
    version: ref.version,
    seed,
    itemsPerBatch,
    ...grading,
    labels,
    holdoutRoot,
    splits: { train: splits.train, validation: splits.validation, dropped: splits.dropped },
    batches: batches.map((batch) => batch.public),
    bundle,
  };
  const { bytes, hash: examManifestHash } = encodeDocument("exam", manifest);
  const examManifestCid = await ipfs.addBytes(bytes);
  return {
    seed,
    splits,
    batches,
    versionKey: bytesToHex(versionKey),
    bundle,
    holdout: { holdoutRoot, batchCount: batches.length, examManifestHash, examManifestCid },
  };
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

/** Root over a batch's items as the chain knows it: what an evaluator checks its plaintext against. */
export function itemsRootOf(batch: Pick<ExamBatchPlain, "items" | "grader">): Hex {
  return itemsTree(
    batch.items.map((item) => ({
      slot: item.slot,
      promptHash: contentHash(item.promptSalt, item.text),
      expectedHash: contentHash(item.expectedSalt, item.label),
      graderId: graderId(batch.grader),
      contributor: item.contributor,
    })),
  ).root;
}

async function sealBatch(ipfs: Ipfs, ref: VersionRef, plain: ExamBatchPlain): Promise<BuiltExam["batches"][number]> {
  const key = newKey();
  const ciphertext = seal(key, canonicalBytes(plain), batchAad(ref, plain.batchId, plain.items.length));
  const keyHex = bytesToHex(key);
  return {
    key: keyHex,
    plain,
    public: {
      batchId: plain.batchId,
      ciphertextHash: keccak256(ciphertext),
      keyHash: batchKeyHash(keyHex),
      itemsRoot: itemsRootOf(plain),
      contributorsRoot: contributorsSumTree(contributorTotals(plain.items)).root,
      ciphertextCid: await ipfs.addBytes(ciphertext),
      count: plain.items.length,
    },
  };
}

/**
 * The training bundle: JSON lines {index, text, label, contributor, group, split, salt} of train and validation rows.
 * The salts travel inside the ciphertext: with them a trainer checks every row against the root on chain.
 */
async function sealBundle(
  ipfs: Ipfs,
  ref: VersionRef,
  key: Uint8Array,
  splits: Splits,
  at: (index: number) => VersionRow,
): Promise<BuiltExam["bundle"]> {
  const line = (split: string) => (index: number) => {
    const { text, label, contributor, group, salt } = at(index);
    return JSON.stringify({ index, text, label, contributor, group, split, salt });
  };
  const lines = [...splits.train.map(line("train")), ...splits.validation.map(line("validation"))];
  const ciphertext = seal(key, new TextEncoder().encode(`${lines.join("\n")}\n`), bundleAad(ref, lines.length));
  return { cid: await ipfs.addBytes(ciphertext), ciphertextHash: keccak256(ciphertext), rows: lines.length };
}
