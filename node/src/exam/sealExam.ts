import { encodeDocument } from "@assay/sdk/documents";
import { batchKeyHash, canonicalBytes, contributorsSumTree, holdoutTree, type Splits } from "@assay/sdk/hashing";
import { bytesToHex, type Hex, keccak256 } from "viem";
import { newKey, seal } from "../platform/crypto/aesGcm.ts";
import { batchAad, bundleAad, type VersionRef } from "../platform/crypto/info.ts";
import type { Ipfs } from "../platform/ipfs/ipfs.ts";
import { type ExamBatchPlain, itemsRootOf, type PublicBatch } from "./batch.ts";
import { type ComposedExam, rowAt } from "./composeExam.ts";
import { contributorTotals } from "./rows.ts";

/** Everything the custodian keeps of a sealed exam. */
export interface BuiltExam {
  seed: Hex;
  splits: Splits;
  batches: { public: PublicBatch; key: Hex; plain: ExamBatchPlain }[];
  versionKey: Hex;
  bundle: { cid: string; ciphertextHash: Hex; rows: number };
  /** argument of DatanetRegistry.sealHoldout */
  holdout: { holdoutRoot: Hex; batchCount: number; examManifestHash: Hex; examManifestCid: string };
}

/** Encrypts batches and training bundle, and pins them and exam.json. */
export async function sealExam(ipfs: Ipfs, exam: ComposedExam): Promise<BuiltExam> {
  const { ref, seed, itemsPerBatch, grading, labels, splits } = exam;
  const batches = [];
  for (const plain of exam.batches) batches.push(await sealBatch(ipfs, ref, plain));
  const versionKey = newKey();
  const bundle = await sealBundle(ipfs, versionKey, exam);
  const holdoutRoot = holdoutTree(batches.map((batch) => batch.public)).root;
  const { bytes, hash: examManifestHash } = encodeDocument("exam", {
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
  });
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
  key: Uint8Array,
  { ref, rows, splits }: ComposedExam,
): Promise<BuiltExam["bundle"]> {
  const line = (split: string) => (index: number) => {
    const { text, label, contributor, group, salt } = rowAt(rows, index);
    return JSON.stringify({ index, text, label, contributor, group, split, salt });
  };
  const lines = [...splits.train.map(line("train")), ...splits.validation.map(line("validation"))];
  const ciphertext = seal(key, new TextEncoder().encode(`${lines.join("\n")}\n`), bundleAad(ref, lines.length));
  return { cid: await ipfs.addBytes(ciphertext), ciphertextHash: keccak256(ciphertext), rows: lines.length };
}
