/** A rehearsal must ask the engine for the exam of the round: what a seat sends and what a rehearsal sends, compared. */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { canonicalBytes, canonicalRow, contentHash, documentHash, rowsTree } from "@assay/sdk/hashing";
import { bytesToHex, getAddress, type Hex, hexToBytes, keccak256, numberToHex, stringToBytes, zeroAddress } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import type { ChainView } from "../evaluator/chainView.ts";
import type { Identity } from "../evaluator/identity.ts";
import { evaluateSeat } from "../evaluator/seat/evaluateSeat.ts";
import type { StoredSeat } from "../evaluator/store.ts";
import { composeExam } from "../exam/composeExam.ts";
import type { Grading } from "../exam/grading.ts";
import type { VersionRow } from "../exam/rows.ts";
import { type BuiltExam, sealExam } from "../exam/sealExam.ts";
import { open } from "../platform/crypto/aesGcm.ts";
import { deriveKeyPair, wrap } from "../platform/crypto/hpke.ts";
import { batchKeyInfo, bundleAad } from "../platform/crypto/info.ts";
import type { EngineClient } from "../platform/engine/client.ts";
import type { Graph } from "../platform/graph.ts";
import { addFolder } from "../platform/ipfs/folder.ts";
import { type MemoryIpfs, memoryIpfs } from "../testing/memoryIpfs.ts";
import { createDatasetSource } from "../trainer/dataset.ts";
import { MAX_TEMPERATURE_MILLI } from "../trainer/publishModel.ts";
import { rehearsedExam } from "../trainer/rehearsedExam.ts";

const home = mkdtempSync(join(tmpdir(), "assay-rehearsed-"));
after(() => rmSync(home, { recursive: true, force: true }));

const ref = { chainId: 31_337, datanetId: 1n, version: 1 };
const seed = numberToHex(7, { size: 32 });
const [ITEMS, GATED, MASK] = [8, 0b10_0001, 0b11_1111n];
type Params = Record<string, unknown> & { items: Record<string, unknown>[] };

function rowsOf(labelOf: (index: number) => string, count = 120): VersionRow[] {
  return Array.from({ length: count }, (_, index) => ({
    index,
    text: `What is left of ${index} over five?`,
    label: labelOf(index),
    contributor: getAddress(numberToHex(1 + (index % 3), { size: 20 })),
    group: `g${index}`,
    salt: numberToHex(index, { size: 32 }),
  }));
}

/** What the evaluator of seat 0 sends to its engine. */
async function seatParams(ipfs: MemoryIpfs, exam: BuiltExam): Promise<Params> {
  const { examManifestCid, examManifestHash, holdoutRoot } = exam.holdout;
  const keys = await deriveKeyPair(new Uint8Array(32).fill(5));
  const key: Hex = exam.batches[0]?.key ?? "0x";
  const run = canonicalBytes({ job: { base: "tiny" } });
  const adapter = join(home, "seat-adapter");
  mkdirSync(adapter, { recursive: true });
  writeFileSync(join(adapter, "adapter_config.json"), "{}");
  const model = {
    baseId: keccak256(stringToBytes("tiny")),
    runCid: await ipfs.addBytes(run),
    runManifestHash: documentHash(run),
    adapterCid: (await addFolder(ipfs, adapter)).cid,
    adapterHash: seed,
    maxTemperatureMilli: MAX_TEMPERATURE_MILLI,
  };
  const identity = {
    address: zeroAddress,
    deployment: { chainId: ref.chainId, addresses: {} },
    keys,
    store: {
      exam: () => ({ manifestCid: examManifestCid, manifestHash: examManifestHash, holdoutRoot }),
      model: () => model,
    },
  } as unknown as Identity;
  const view = {
    round: async () => ({
      ...ref,
      datanetId: "1",
      paramSetId: "1",
      batchId: 0,
      itemsPerBatch: ITEMS,
      gatedLanes: GATED,
    }),
    paramSet: async () => ({ trialMask: MASK }),
  } as unknown as ChainView;
  const wrapped = bytesToHex(await wrap(keys.publicKey, hexToBytes(key), batchKeyInfo(ref, 0, 1n, 0)));
  const stored = { roundId: 1n, seat: 0, modelId: 1n, wrap: wrapped, seed } as StoredSeat;
  let sent: object | undefined;
  const asked = new Error("asked");
  const engine: Partial<EngineClient> = {
    runJob: async ({ params }) => {
      sent = params;
      throw asked;
    },
  };
  const options = { identity, view, engine: engine as EngineClient, ipfs, dir: home, onProgress: () => undefined };
  await assert.rejects(evaluateSeat({ ...options, signal: new AbortController().signal }, stored), asked);
  return sent as Params;
}

/** What the trainer sends for a rehearsal on the same version, which it reads from exam.json and its bundle. */
async function rehearsalParams(ipfs: MemoryIpfs, exam: BuiltExam, rows: VersionRow[]): Promise<Params> {
  const { bundle, holdout } = exam;
  const listed = rows.map(({ index, text, label, contributor, salt }) => ({
    rowIndex: index,
    contentHash: contentHash(salt, canonicalRow({ text, label })),
    contributor,
    weight: 1,
  }));
  const manifest = canonicalBytes({ rows: listed });
  const version = {
    state: "SEALED",
    rowsRoot: rowsTree(listed).root,
    manifestCid: await ipfs.addBytes(manifest),
    manifestHash: documentHash(manifest),
    examManifestCid: holdout.examManifestCid,
    examManifestHash: holdout.examManifestHash,
  };
  // As after a first load: the opened bundle lies on the trainer's disk.
  const plain = open(hexToBytes(exam.versionKey), await ipfs.getBytes(bundle.cid), bundleAad(ref, bundle.rows));
  mkdirSync(join(home, "datasets"), { recursive: true });
  writeFileSync(join(home, "datasets", `1-1-${bundle.ciphertextHash.slice(2, 18)}.jsonl`), plain);
  const privateKey = generatePrivateKey();
  const source = createDatasetSource({
    graph: { query: async () => ({ version }) } as unknown as Graph,
    ipfs,
    deployment: { chainId: ref.chainId } as Parameters<typeof createDatasetSource>[0]["deployment"],
    account: privateKeyToAccount(privateKey),
    privateKey,
    home,
    dir: home,
  });
  const rules = { trialMask: MASK.toString(), gatedLanes: GATED } as Parameters<typeof rehearsedExam>[0]["rules"];
  return rehearsedExam({ seed, items: ITEMS, rules }, await source.load("1", 1)).exam;
}

const gradings: [name: string, grading: Grading | undefined, rows: VersionRow[]][] = [
  ["label-set", undefined, rowsOf((index) => `label ${index % 4}`)],
  ["label-set with a rubric", { grader: "label-set", rubric: "It names one intent." }, rowsOf((i) => `label ${i % 4}`)],
  ["numeric", { grader: "numeric", graderConfig: { tolerance: "0.5" } }, rowsOf((index) => String(index % 5))],
  ["regex", { grader: "regex", graderConfig: { pattern: "(\\d+)" } }, rowsOf((index) => `about ${index % 5} left`)],
  [
    "json-schema",
    {
      grader: "json-schema",
      graderConfig: {
        schema: { type: "object", properties: { left: { type: "integer" } }, required: ["left"] },
        compare: ["left"],
      },
    },
    rowsOf((index) => JSON.stringify({ left: index % 5 })),
  ],
  [
    "free answers of more kinds than the engine takes",
    { grader: "exact" },
    rowsOf((index) => `answer ${index < 1_001 ? index : index % 3}`, 1_200),
  ],
];

for (const [name, grading, rows] of gradings) {
  test(`behavior: a rehearsal's parameters are a seat's, ${name}`, async () => {
    const ipfs = memoryIpfs();
    const exam = await sealExam(ipfs, composeExam(ref, rows, seed, ITEMS, grading));
    const { base: _base, adapterDir: _dir, adapterHash: _hash, items: asked, ...seat } = await seatParams(ipfs, exam);
    const { items: rehearsed, ...rehearsal } = await rehearsalParams(ipfs, exam, rows);
    assert.equal(rehearsed.length, asked.length);
    assert.deepEqual(Object.keys(rehearsed[0] ?? {}), Object.keys(asked[0] ?? {}));
    if (rows.length > 1_000) {
      // Here the labels are those of the items, and the items are different ones.
      for (const [params, items] of [
        [seat, asked],
        [rehearsal, rehearsed],
      ] as const)
        assert.deepEqual(new Set(params.labels as string[]), new Set(items.map(({ label }) => label)));
      seat.labels = rehearsal.labels;
    }
    assert.deepEqual(rehearsal, seat);
  });
}
