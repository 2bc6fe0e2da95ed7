import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { keccak256, numberToHex, stringToBytes, zeroAddress } from "viem";
import type { Ipfs } from "../platform/ipfs/ipfs.ts";
import { loadServingProfile } from "../serving/profile.ts";
import { publishModel } from "./publishModel.ts";

const hash = (n: number) => numberToHex(n, { size: 32 });
const run = {
  base: { files: { "tokenizer.json": hash(1), "tokenizer_config.json": hash(2), "chat_template.jinja": hash(3) } },
  adapter: { hash: hash(4) },
  systemPrompt: "Classify.",
};
const cleanup = { rehearsals: 2, discardedRuns: 1, rowEdits: 0, rejectedDrafts: 0, cpuSeconds: 1.5 };
const job = { schemaVersion: 1, base: "tiny", method: "lora", hyperparameters: {}, datanet: "5", version: 2 } as const;
const ipfs = { addBytes: async (bytes: Uint8Array) => keccak256(bytes) } as Partial<Ipfs> as Ipfs;

let jobDir: string;
beforeEach(() => {
  jobDir = mkdtempSync(join(tmpdir(), "assay-publish-"));
  mkdirSync(join(jobDir, "adapter"));
});
afterEach(() => rmSync(jobDir, { recursive: true, force: true }));

function publish(content: object, counts = cleanup) {
  writeFileSync(join(jobDir, "run.json"), JSON.stringify(content));
  return publishModel({ ipfs, job, jobDir, cleanup: counts, trainer: zeroAddress, baseAuthor: zeroAddress });
}

test("default: the hashes of the run, the profile beside the adapter, the data it came from", async () => {
  const { modelInput, adapterCid } = await publish(run);
  assert.deepEqual(
    [modelInput.tokenizerHash, modelInput.templateHash, modelInput.adapterHash],
    [hash(1), hash(3), hash(4)],
  );
  assert.equal(modelInput.runManifestHash, keccak256(stringToBytes(JSON.stringify({ ...run, cleanup }))));
  assert.equal(
    (await loadServingProfile(join(jobDir, "adapter"), modelInput.servingProfileHash)).systemPrompt,
    "Classify.",
  );
  assert.deepEqual(modelInput.sources, [{ datanetId: "5", version: 2, weightBps: 10_000 }]);
  assert.equal((await publish(run)).adapterCid, adapterCid, "published again after a kill it is the same model");
});

test("behavior: made ready again after a rehearsal it is the same adapter under another run.json", async () => {
  const first = await publish(run);
  const second = await publish(run, { ...cleanup, rehearsals: 3 });
  assert.equal(second.adapterCid, first.adapterCid);
  assert.equal(second.modelInput.adapterHash, first.modelInput.adapterHash);
  assert.notEqual(second.runCid, first.runCid);
  assert.equal(JSON.parse(readFileSync(join(jobDir, "run.json"), "utf8")).cleanup.rehearsals, 3);
});

test("error: a run without a hash can't be published", async () => {
  await assert.rejects(publish({ ...run, adapter: { hash: "0x12" } }), { code: "run_invalid", field: "adapter.hash" });
  await assert.rejects(publish({ ...run, base: { files: { "tokenizer.json": hash(1) } } }), { code: "run_invalid" });
});
