import { type Hex, zeroHash } from "viem";
import { iRandomnessAbi } from "../../abi.ts";
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
  const contract = { address: deployment.addresses.randomness, abi: iRandomnessAbi } as const;
  const epoch = await readContract(client, { ...contract, functionName: "currentEpoch" });
  const seed = await readContract(client, { ...contract, functionName: "seedOf", args: [epoch] });
  return { epoch, seed: seed === zeroHash ? undefined : seed };
}
