import { join } from "node:path";
import { AssayError } from "@assay/sdk/errors";
import { documentHash } from "@assay/sdk/hashing";
import { keccak256, stringToBytes } from "viem";
import { fetchFolder } from "../platform/ipfs/folder.ts";
import type { Ipfs } from "../platform/ipfs/ipfs.ts";
import { readObject } from "../platform/json.ts";
import type { CandidateInput } from "./store.ts";

/** A model on this disk, as the engine opens it. */
export interface Candidate {
  base: string;
  adapterDir: string;
  adapterHash: string;
}

/** Fetches a registered model: run.json by hash for the base's id, the adapter folder by CID. */
export async function fetchCandidate(ipfs: Ipfs, dir: string, input: CandidateInput): Promise<Candidate> {
  const bytes = await ipfs.getBytes(input.runCid, { limitBytes: 16 * 1024 * 1024 });
  if (documentHash(bytes) !== input.runManifestHash)
    throw new AssayError(
      `run.json at ${input.runCid} does not hash to what was registered; the model can't be judged.`,
      { code: "run_mismatch", status: 502 },
    );
  const run = readObject(JSON.parse(new TextDecoder().decode(bytes)), "run.json");
  const { base } = readObject(run.job, "run.json job");
  if (typeof base !== "string" || keccak256(stringToBytes(base)) !== input.baseId)
    throw new AssayError("The base named in run.json is not the one registered; the model can't be judged.", {
      code: "base_mismatch",
      status: 502,
    });
  const adapterDir = await fetchFolder(ipfs, input.adapterCid, join(dir, "adapters", input.adapterCid));
  return { base, adapterDir, adapterHash: input.adapterHash };
}
