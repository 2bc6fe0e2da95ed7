import { numberToHex } from "viem";
import type { ServingProfile } from "../serving/profile.ts";

/** How the models of tests are served. */
export const profile: ServingProfile = {
  schemaVersion: 1,
  engine: "assay-worker",
  base: "tiny",
  dtype: "float32",
  quantisation: "none",
  maxTemperatureMilli: 300,
  defaultTemperatureMilli: 0,
  maxTokens: 8,
  templateHash: numberToHex(1, { size: 32 }),
  systemPrompt: "Classify.",
};
