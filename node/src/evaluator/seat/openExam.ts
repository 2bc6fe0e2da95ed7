import { parseDocument } from "@assay/sdk/documents";
import { AssayError } from "@assay/sdk/errors";
import { batchKeyHash, documentHash, holdoutTree } from "@assay/sdk/hashing";
import { bytesToHex, type Hex, hexToBytes, keccak256 } from "viem";
import { type ExamBatchPlain, itemsRootOf, type PublicBatch, readCommittedItems } from "../../exam/batch.ts";
import { gradingHash } from "../../exam/grading.ts";
import { open } from "../../platform/crypto/aesGcm.ts";
import { unwrap } from "../../platform/crypto/hpke.ts";
import { batchAad, batchKeyInfo, type VersionRef } from "../../platform/crypto/info.ts";
import type { Ipfs } from "../../platform/ipfs/ipfs.ts";
import { readArray, readObject } from "../../platform/json.ts";
import { requireSoundExam } from "../examFaults.ts";
import type { ExamCommitment } from "../store.ts";

export interface OpenExamOptions {
  ipfs: Ipfs;
  ref: VersionRef;
  commitment: ExamCommitment;
  batchId: number;
  roundId: bigint;
  seat: number;
  wrap: Hex;
  privateKey: Uint8Array;
  itemsPerBatch: number;
}

function refuse(what: string): AssayError {
  return new AssayError(`${what} does not match what the chain committed; the exam was refused.`, {
    code: "exam_invalid",
    status: 502,
  });
}

/** The same for whoever has the batch key itself: a juror who got it with the evidence. */
export type OpenWithKeyOptions = Pick<OpenExamOptions, "ipfs" | "ref" | "commitment" | "batchId" | "itemsPerBatch">;

/** exam.json, checked against the hash and the hold-out root on chain: the batch, and how it is graded. */
async function fetchPublicBatch({
  ipfs,
  commitment,
  batchId,
}: OpenWithKeyOptions): Promise<PublicBatch & { grading: Hex }> {
  const bytes = await ipfs.getBytes(commitment.manifestCid, { limitBytes: 16 * 1024 * 1024 });
  if (documentHash(bytes) !== commitment.manifestHash) throw refuse("exam.json");
  const exam = parseDocument("exam", bytes);
  const { batches } = exam;
  if (new Set(batches.map((candidate) => candidate.batchId)).size !== batches.length)
    throw refuse("A batch id that is used twice");
  if (holdoutTree(batches).root !== commitment.holdoutRoot) throw refuse("The list of batches");
  const batch = batches.find((candidate) => candidate.batchId === batchId);
  if (batch === undefined) throw refuse(`Batch ${batchId}`);
  return { ...batch, grading: gradingHash(exam) };
}

/** Unwraps the seat's batch key. */
export async function unwrapBatchKey({ ref, batchId, roundId, seat, wrap, privateKey }: OpenExamOptions): Promise<Hex> {
  return bytesToHex(await unwrap(privateKey, hexToBytes(wrap), batchKeyInfo(ref, batchId, roundId, seat)));
}

/** Unwraps the seat's key, opens the round's batch and checks every committed hash on the way. */
export async function openExam(options: OpenExamOptions): Promise<ExamBatchPlain> {
  return await openWithKey(options, await unwrapBatchKey(options));
}

/** Opens a batch by its key; everything it holds is bound by the hold-out root on chain. */
export async function openWithKey(options: OpenWithKeyOptions, key: Hex): Promise<ExamBatchPlain> {
  const { ipfs, ref, batchId, itemsPerBatch } = options;
  const batch = await fetchPublicBatch(options);
  if (batchKeyHash(key) !== batch.keyHash) throw refuse("The batch key");
  const ciphertext = await ipfs.getBytes(batch.ciphertextCid, { limitBytes: 64 * 1024 * 1024 });
  if (keccak256(ciphertext) !== batch.ciphertextHash) throw refuse("The batch ciphertext");
  const bytes = open(hexToBytes(key), ciphertext, batchAad(ref, batchId, batch.count));
  const plain = readSealed(bytes);
  if (plain.items.length !== itemsPerBatch) throw refuse(`The count of ${plain.items.length} items`);
  if (plain.items.some((item, slot) => item.slot !== slot)) throw refuse("The order of the items");
  if (itemsRootOf(plain) !== batch.itemsRoot) throw refuse("The list of items");
  // The grader's settings are in no leaf: the batch must say what exam.json says, whose hash is on chain.
  if (gradingHash(plain) !== batch.grading) throw refuse("How the batch is graded");
  requireSoundExam(plain);
  return plain;
}

/** What was sealed matches its hash, so a form that can't be read is the custodian's. */
function readSealed(bytes: Uint8Array): ExamBatchPlain {
  try {
    return readBatch(bytes);
  } catch (error) {
    throw error instanceof AssayError && error.code === "exam_invalid" ? error : refuse("The form of the batch");
  }
}

/** The items root covers grader and items; only the form of the rest needs a look. */
function readBatch(bytes: Uint8Array): ExamBatchPlain {
  const source = readObject(JSON.parse(new TextDecoder().decode(bytes)), "batch");
  readCommittedItems(source);
  readArray(source.labels, "batch.labels");
  readArray(source.history, "batch.history");
  return source as unknown as ExamBatchPlain;
}
