/** From a curator's rows to a seat's opened batch, over an IPFS in memory: a declared grader arrives as declared. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { canonicalBytes, documentHash } from "@assay/sdk/hashing";
import { bytesToHex, type Hex, hexToBytes, numberToHex } from "viem";
import { composeExam } from "../../exam/composeExam.ts";
import type { Grading } from "../../exam/grading.ts";
import type { VersionRow } from "../../exam/rows.ts";
import { type BuiltExam, sealExam } from "../../exam/sealExam.ts";
import { deriveKeyPair, wrap } from "../../platform/crypto/hpke.ts";
import { batchKeyInfo } from "../../platform/crypto/info.ts";
import type { Ipfs } from "../../platform/ipfs/ipfs.ts";
import { memoryIpfs } from "../../testing/memoryIpfs.ts";
import { openExam } from "./openExam.ts";

const ref = { chainId: 31_337, datanetId: 1n, version: 1 };
const seed = numberToHex(7, { size: 32 });
const rows: VersionRow[] = Array.from({ length: 60 }, (_, index) => ({
  index,
  text: `What is left of ${index} over five?`,
  label: String(index % 5),
  contributor: numberToHex(1 + (index % 3), { size: 20 }),
  group: `g${index}`,
  salt: numberToHex(index, { size: 32 }),
}));

async function sealAndOpen(
  grading: Grading,
  publish = (exam: BuiltExam, _ipfs: Ipfs) => Promise.resolve(exam.holdout),
) {
  const ipfs = memoryIpfs();
  const exam = await sealExam(ipfs, composeExam(ref, rows, seed, 8, grading));
  const { examManifestCid, examManifestHash, holdoutRoot } = await publish(exam, ipfs);
  const keys = await deriveKeyPair(new Uint8Array(32).fill(5));
  const key: Hex = exam.batches[0]?.key ?? "0x";
  return openExam({
    ipfs,
    ref,
    commitment: { manifestCid: examManifestCid, manifestHash: examManifestHash, holdoutRoot },
    batchId: 0,
    roundId: 1n,
    seat: 0,
    wrap: bytesToHex(await wrap(keys.publicKey, hexToBytes(key), batchKeyInfo(ref, 0, 1n, 0))),
    privateKey: keys.privateKey,
    itemsPerBatch: 8,
  });
}

test("default: the seat reads the grader, its settings and the rubric that the version declared", async () => {
  const grading: Grading = { grader: "numeric", graderConfig: { tolerance: "0.5" }, rubric: "It is one number." };
  const { grader, graderConfig, rubric, items } = await sealAndOpen(grading);
  assert.deepEqual({ grader, graderConfig, rubric }, grading);
  assert.equal(items.length, 8);
});

test("error: a batch graded otherwise than exam.json says is refused", async () => {
  const grading: Grading = { grader: "numeric", graderConfig: { tolerance: "0" } };
  const loosened = sealAndOpen(grading, async ({ holdout }, ipfs) => {
    const manifest = JSON.parse(new TextDecoder().decode(await ipfs.getBytes(holdout.examManifestCid)));
    const bytes = canonicalBytes({ ...manifest, graderConfig: { tolerance: "1000" } });
    return { ...holdout, examManifestHash: documentHash(bytes), examManifestCid: await ipfs.addBytes(bytes) };
  });
  await assert.rejects(loosened, {
    code: "exam_invalid",
    message: "How the batch is graded does not match what the chain committed; the exam was refused.",
  });
});
