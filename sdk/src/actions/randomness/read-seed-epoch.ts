import { type Hex, zeroHash } from "viem";
import * as randomness from "../../calls/randomness.ts";
import type { Deployment } from "../../deployment.ts";
import { readContract } from "../read.ts";
import type { AssayReader } from "../transaction.ts";

/** Parameters of {@link readSeedEpoch}. */
export type ReadSeedEpochParameters = { deployment: Deployment };

/** The running epoch of the draws' clock, and its seed once that is known. */
export type ReadSeedEpochReturnType = { epoch: number; seed: Hex | undefined };

/** Reads the clock of all draws: what was opened in an epoch is drawn by the seed of a later one. */
export async function readSeedEpoch(
  client: AssayReader,
  { deployment }: ReadSeedEpochParameters,
): Promise<ReadSeedEpochReturnType> {
  const epoch = await readContract(client, randomness.currentEpoch(deployment));
  const seed = await readContract(client, randomness.seedOf(deployment, { epoch }));
  return { epoch, seed: seed === zeroHash ? undefined : seed };
}
