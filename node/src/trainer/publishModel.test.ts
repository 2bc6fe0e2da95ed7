import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { keccak256, numberToHex, stringToBytes, zeroAddress } from "viem";
import { loadServingProfile } from "../serving/profile.ts";
import type { Ipfs } from "../storage/ipfs.ts";
import { publishModel } from "./publishModel.ts";

const hash = (n: number) => numberToHex(n, { size: 32 });
const run = {
  base: { files: { "tokenizer.json": hash(1), "tokenizer_config.json": hash(2), "chat_template.jinja": hash(3) } },
  adapter: { hash: hash(4) },
  systemPrompt: "Classify.",
};
const dataset = { datanetId: 5n, version: 2, rowsRoot: hash(6), labels: [], rows: [] };
const job = { schemaVersion: 1, base: "tiny", method: "lora", hyperparameters: {}, datanet: "5", version: 2 } as const;
const ipfs = { addBytes: async (bytes: Uint8Array) => keccak256(bytes) } as Partial<Ipfs> as Ipfs;

let jobDir: string;
beforeEach(() => {
  jobDir = mkdtempSync(join(tmpdir(), "assay-publish-"));
  mkdirSync(join(jobDir, "adapter"));
});
afterEach(() => rmSync(jobDir, { recursive: true, force: true }));

function publish(content: object) {
  writeFileSync(join(jobDir, "run.json"), JSON.stringify(content));
  return publishModel({ ipfs, job, jobDir, dataset, trainer: zeroAddress, baseAuthor: zeroAddress });
}

test("default: the hashes of the run, the profile beside the adapter, the data it came from", async () => {
  const { modelInput, adapterCid } = await publish(run);
  assert.deepEqual(
    [modelInput.tokenizerHash, modelInput.templateHash, modelInput.adapterHash],
    [hash(1), hash(3), hash(4)],
  );
  assert.equal(modelInput.runManifestHash, keccak256(stringToBytes(JSON.stringify(run))));
  assert.equal(
    (await loadServingProfile(join(jobDir, "adapter"), modelInput.servingProfileHash)).systemPrompt,
    "Classify.",
  );
  assert.deepEqual(modelInput.sources, [{ datanetId: "5", version: 2, weightBps: 10_000 }]);
  assert.equal((await publish(run)).adapterCid, adapterCid, "published again after a kill it is the same model");
});

test("error: a run without a hash can't be published", async () => {
  await assert.rejects(publish({ ...run, adapter: { hash: "0x12" } }), { code: "run_invalid", field: "adapter.hash" });
  await assert.rejects(publish({ ...run, base: { files: { "tokenizer.json": hash(1) } } }), { code: "run_invalid" });
});
