import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ModelInput, SealedRun } from "@assay/sdk/api";
import type { Cleanup, JobDocument } from "@assay/sdk/documents";
import { AssayError } from "@assay/sdk/errors";
import { documentHash } from "@assay/sdk/hashing";
import { type Hex, keccak256, stringToBytes } from "viem";
import { MIN_REPEAT_TEMPERATURE_MILLI } from "../exam/itemParams.ts";
import { addFolder } from "../platform/ipfs/folder.ts";
import type { Ipfs } from "../platform/ipfs/ipfs.ts";
import { type JsonObject, readObject, readString } from "../platform/json.ts";
import { type ServingProfile, servingProfileHash, writeServingProfile } from "../serving/profile.ts";

/** Maximum temperature a model is registered with: the least that a round's `repeat` trials run at. */
export const MAX_TEMPERATURE_MILLI = MIN_REPEAT_TEMPERATURE_MILLI;
const MAX_TOKENS = 32;

export interface PublishModelOptions {
  ipfs: Ipfs;
  job: JobDocument;
  jobDir: string;
  /** goes into run.json */
  cleanup: Cleanup;
  trainer: Hex;
  baseAuthor: Hex;
}

const SHA256 = /^0x[0-9a-f]{64}$/;
/** Files that may hold the chat template, the one that wins first. */
const TEMPLATE_FILES = ["chat_template.jinja", "tokenizer_config.json"];

function readHash(value: unknown, field: string): Hex {
  if (typeof value !== "string" || !SHA256.test(value)) {
    throw new AssayError(`run.json lacks ${field}; the run can't be published; train again.`, {
      code: "run_invalid",
      field,
      status: 502,
    });
  }
  return value as Hex;
}

/** What the run says of base, tokenizer, template and adapter, as the hashes the chain keeps. */
function readHashes(run: JsonObject) {
  const files = readObject(readObject(run.base, "run.base").files, "run.base.files");
  const template = TEMPLATE_FILES.find((name) => files[name] !== undefined);
  return {
    baseHash: documentHash(files),
    tokenizerHash: readHash(files["tokenizer.json"], "base.files.tokenizer.json"),
    templateHash: readHash(files[template ?? ""], "base.files.chat_template.jinja"),
    adapterHash: readHash(readObject(run.adapter, "run.adapter").hash, "adapter.hash"),
  };
}

/** run.json with the cleanup as it stands now, replaced in one step so that a kill leaves one of the two whole. */
function writeRun(jobDir: string, cleanup: Cleanup): { run: JsonObject; runBytes: Uint8Array } {
  const file = join(jobDir, "run.json");
  const run = { ...readObject(JSON.parse(readFileSync(file, "utf8")), "run.json"), cleanup };
  const text = JSON.stringify(run);
  writeFileSync(`${file}.part`, text);
  renameSync(`${file}.part`, file);
  return { run, runBytes: new TextEncoder().encode(text) };
}

/**
 * Pins adapter and run.json and returns what the publisher's wallet sends to register the model. Done again after a
 * rehearsal it gives another run.json and the same adapter.
 */
export async function publishModel({
  ipfs,
  job,
  jobDir,
  cleanup,
  trainer,
  baseAuthor,
}: PublishModelOptions): Promise<SealedRun> {
  const { run, runBytes } = writeRun(jobDir, cleanup);
  const { baseHash, tokenizerHash, templateHash, adapterHash } = readHashes(run);
  const adapterDir = join(jobDir, "adapter");
  const profile: ServingProfile = {
    schemaVersion: 1,
    engine: "assay-worker",
    base: job.base,
    dtype: "float32",
    quantisation: "none",
    maxTemperatureMilli: MAX_TEMPERATURE_MILLI,
    defaultTemperatureMilli: 0,
    maxTokens: MAX_TOKENS,
    templateHash,
    systemPrompt: readString(run.systemPrompt, "run.systemPrompt"),
  };
  await writeServingProfile(adapterDir, profile);
  const adapter = await addFolder(ipfs, adapterDir);
  const runCid = await ipfs.addBytes(runBytes);
  const modelInput: ModelInput = {
    baseId: keccak256(stringToBytes(job.base)),
    baseHash,
    adapterHash,
    runManifestHash: keccak256(runBytes),
    tokenizerHash,
    templateHash,
    servingProfileHash: servingProfileHash(profile),
    maxTemperatureMilli: MAX_TEMPERATURE_MILLI,
    trainer,
    baseAuthor,
    parent: "0",
    adapterCid: adapter.cid,
    runCid,
    sources: [{ datanetId: job.datanet, version: job.version, weightBps: 10_000 }],
  };
  writeFileSync(join(jobDir, "model.json"), JSON.stringify(modelInput));
  return { adapterCid: adapter.cid, runCid, modelInput, cleanup };
}
