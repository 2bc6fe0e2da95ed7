import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { AssayError } from "@assay/sdk/errors";
import { documentHash } from "@assay/sdk/hashing";
import type { Hex } from "viem";
import { readInteger, readObject, readString } from "../platform/json.ts";

/**
 * How a model is served, fixed when it is registered (its hash is on chain): what is evaluated is what is served.
 * It travels as `serving.json` inside the adapter folder.
 */
export interface ServingProfile {
  schemaVersion: 1;
  engine: string;
  base: string;
  dtype: "float32";
  quantisation: "none";
  /** callers are clamped to it; `repeat` trials run at it */
  maxTemperatureMilli: number;
  defaultTemperatureMilli: number;
  maxTokens: number;
  templateHash: Hex;
  /** put before a conversation that brings no system message */
  systemPrompt: string;
}

const FILE = "serving.json";

export function servingProfileHash(profile: ServingProfile): Hex {
  return documentHash(profile);
}

export async function writeServingProfile(adapterDir: string, profile: ServingProfile): Promise<void> {
  await writeFile(join(adapterDir, FILE), JSON.stringify(profile));
}

/** Reads the profile of an adapter folder. AssayError profile_mismatch unless it has the hash registered on chain. */
export async function loadServingProfile(adapterDir: string, registered: Hex): Promise<ServingProfile> {
  const source = readObject(JSON.parse(await readFile(join(adapterDir, FILE), "utf8")), FILE);
  const profile: ServingProfile = {
    schemaVersion: 1,
    engine: readString(source.engine, "serving.engine"),
    base: readString(source.base, "serving.base"),
    dtype: "float32",
    quantisation: "none",
    maxTemperatureMilli: readInteger(source.maxTemperatureMilli, "serving.maxTemperatureMilli", 0, 2_000),
    defaultTemperatureMilli: readInteger(source.defaultTemperatureMilli, "serving.defaultTemperatureMilli", 0, 2_000),
    maxTokens: readInteger(source.maxTokens, "serving.maxTokens", 1, 4_096),
    templateHash: readString(source.templateHash, "serving.templateHash") as Hex,
    systemPrompt: readString(source.systemPrompt, "serving.systemPrompt"),
  };
  const actual = servingProfileHash(profile);
  if (actual !== registered.toLowerCase()) {
    throw new AssayError(
      `The adapter's serving.json has hash ${actual}, but ${registered} is registered; the model is not served.`,
      { code: "profile_mismatch", status: 502 },
    );
  }
  return profile;
}
