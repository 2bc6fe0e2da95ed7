import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { documentHash } from "@assay/sdk/hashing";
import { type Hex, keccak256, stringToBytes } from "viem";
import { AppError } from "../errors.ts";
import { type JsonObject, readObject, readString } from "../json.ts";
import { type ServingProfile, servingProfileHash, writeServingProfile } from "../serving/profile.ts";
import { addFolder } from "../storage/folder.ts";
import type { Ipfs } from "../storage/ipfs.ts";
import type { Dataset } from "./dataset.ts";
import type { TrainingJob } from "./intake.ts";

/** `repeat` trials run at the maximum; evaluation.md wants at least 0.3. */
const MAX_TEMPERATURE_MILLI = 300;
const MAX_TOKENS = 32;

/** Arguments of ModelRegistry.register, in JSON form (bigints as decimal strings). */
export interface ModelInputJson {
  baseId: Hex;
  baseHash: Hex;
  adapterHash: Hex;
  runManifestHash: Hex;
  tokenizerHash: Hex;
  templateHash: Hex;
  servingProfileHash: Hex;
  maxTemperatureMilli: number;
  trainer: Hex;
  baseAuthor: Hex;
  parent: string;
  adapterCid: string;
  runCid: string;
  sources: { datanetId: string; version: number; weightBps: number }[];
}

export interface PublishModelOptions {
  ipfs: Ipfs;
  job: TrainingJob;
  jobDir: string;
  dataset: Dataset;
  trainer: Hex;
  baseAuthor: Hex;
}

const SHA256 = /^0x[0-9a-f]{64}$/;
/** Files that may hold the chat template, the one that wins first. */
const TEMPLATE_FILES = ["chat_template.jinja", "tokenizer_config.json"];

function readHash(value: unknown, field: string): Hex {
  if (typeof value !== "string" || !SHA256.test(value)) {
    throw new AppError("run_invalid", `run.json lacks ${field}; the run can't be published, train again.`, {
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

/** Pins adapter and run.json and returns what the publisher's wallet sends to register the model. */
export async function publishModel({ ipfs, job, jobDir, dataset, trainer, baseAuthor }: PublishModelOptions) {
  const runBytes = readFileSync(join(jobDir, "run.json"));
  const run = readObject(JSON.parse(runBytes.toString("utf8")), "run.json");
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
  const runCid = await ipfs.addBytes(new Uint8Array(runBytes));
  const modelInput: ModelInputJson = {
    baseId: keccak256(stringToBytes(job.base)),
    baseHash,
    adapterHash,
    runManifestHash: keccak256(new Uint8Array(runBytes)),
    tokenizerHash,
    templateHash,
    servingProfileHash: servingProfileHash(profile),
    maxTemperatureMilli: MAX_TEMPERATURE_MILLI,
    trainer,
    baseAuthor,
    parent: "0",
    adapterCid: adapter.cid,
    runCid,
    sources: [{ datanetId: dataset.datanetId.toString(), version: dataset.version, weightBps: 10_000 }],
  };
  writeFileSync(join(jobDir, "model.json"), JSON.stringify(modelInput));
  return { adapterCid: adapter.cid, runCid, modelInput };
}
