/** Every row a model is trained on must be the registered one; the opened bundle on this disk is not trusted either. */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import type { Deployment } from "@assay/sdk/deployment";
import { canonicalRow, contentHash, rowsTree } from "@assay/sdk/hashing";
import { type Address, getAddress, type Hex, keccak256, numberToHex, stringToBytes, zeroHash } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import type { Grading } from "../exam/grading.ts";
import type { Graph } from "../platform/graph.ts";
import type { Ipfs } from "../platform/ipfs/ipfs.ts";
import { createDatasetSource } from "./dataset.ts";

const home = mkdtempSync(join(tmpdir(), "assay-dataset-"));
after(() => rmSync(home, { recursive: true, force: true }));

const ann: Address = getAddress(numberToHex(1, { size: 20 }));
const bundleHash = keccak256(stringToBytes("sealed"));
const rows = [0, 1].map((index) => ({
  index,
  text: `question ${index}`,
  label: "refund",
  contributor: ann,
  split: index === 0 ? "train" : "validation",
  salt: numberToHex(index + 9, { size: 32 }),
}));
const listed = rows.map((row) => ({
  rowIndex: row.index,
  contentHash: contentHash(row.salt, canonicalRow({ text: row.text, label: row.label })),
  contributor: ann,
  weight: 1,
}));
const privateKey = generatePrivateKey();

interface Setup {
  bundle?: object[];
  rowsRoot?: Hex;
  manifestHash?: Hex;
  state?: string;
  cached?: boolean;
  grading?: Grading;
}

async function load({
  bundle = rows,
  rowsRoot,
  manifestHash,
  state = "SEALED",
  cached = true,
  grading = { grader: "label-set" },
}: Setup = {}) {
  const documents: Record<string, Uint8Array> = {
    manifest: stringToBytes(JSON.stringify({ rows: listed })),
    exam: stringToBytes(
      JSON.stringify({
        schemaVersion: 1,
        datanetId: "1",
        version: 1,
        seed: zeroHash,
        itemsPerBatch: 32,
        labels: ["refund"],
        ...grading,
        holdoutRoot: zeroHash,
        splits: { train: [0], validation: [1], dropped: [] },
        batches: [],
        bundle: { cid: "a bundle", ciphertextHash: bundleHash, rows: 2 },
      }),
    ),
    "a bundle": stringToBytes("not what was sealed"),
  };
  const bytesOf = (cid: string) => documents[cid] ?? new Uint8Array();
  const version = {
    state,
    rowsRoot: rowsRoot ?? rowsTree(listed).root,
    manifestCid: "manifest",
    manifestHash: manifestHash ?? keccak256(bytesOf("manifest")),
    examManifestCid: "exam",
    examManifestHash: keccak256(bytesOf("exam")),
  };
  const dir = join(home, "datasets");
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir);
  const file = join(dir, `1-1-${bundleHash.slice(2, 18)}.jsonl`);
  if (cached) writeFileSync(file, bundle.map((row) => JSON.stringify(row)).join("\n"));
  return await createDatasetSource({
    graph: { query: async () => ({ version }) } as unknown as Graph,
    ipfs: { getBytes: async (cid: string) => bytesOf(cid) } as Partial<Ipfs> as Ipfs,
    deployment: { chainId: 31337 } as Deployment,
    account: privateKeyToAccount(privateKey),
    privateKey,
    home,
    dir: home,
  }).load("1", 1);
}

test("default: rows without their salts, with split and labels", async () => {
  const dataset = await load();
  assert.deepEqual(
    dataset.rows.map(({ index, split }) => [index, split]),
    [
      [0, "train"],
      [1, "validation"],
    ],
  );
  assert.equal("salt" in (dataset.rows[0] ?? {}), false);
  assert.deepEqual([dataset.labels, dataset.grading], [["refund"], { grader: "label-set" }]);
});

test("behavior: the grading is what exam.json declares, settings and rubric included", async () => {
  const grading: Grading = { grader: "numeric", graderConfig: { tolerance: "0.5" }, rubric: "It is one number." };
  assert.deepEqual((await load({ grading })).grading, grading);
});

test("error: another root, another manifest, another bundle", async () => {
  const refused = { code: "data_mismatch", status: 502 };
  await assert.rejects(load({ rowsRoot: numberToHex(1, { size: 32 }) }), refused);
  await assert.rejects(load({ manifestHash: numberToHex(1, { size: 32 }) }), refused);
  await assert.rejects(load({ cached: false }), refused);
});

test("error: a changed, foreign, unlisted or repeated row", async () => {
  const [first, second] = rows;
  const bundles = [
    [{ ...first, label: "greeting" }],
    [{ ...first, contributor: getAddress(numberToHex(2, { size: 20 })) }],
    [{ ...first, index: 7 }],
    [{ ...first, index: 1 }],
    [first, second, first],
  ];
  for (const bundle of bundles)
    await assert.rejects(load({ bundle: bundle as object[] }), { code: "data_mismatch" }, JSON.stringify(bundle));
});

test("error: a version that is not sealed yet", async () => {
  await assert.rejects(load({ state: "PUBLISHED" }), { code: "version_not_sealed", status: 409 });
});
