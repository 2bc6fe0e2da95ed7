import type { Hex } from "viem";
import * as datanets from "../../calls/datanets.ts";
import type { Deployment } from "../../deployment.ts";
import { readContract } from "../read.ts";
import type { AssayReader } from "../transaction.ts";

/** Parameters of {@link readHoldoutSeed}. */
export type ReadHoldoutSeedParameters = {
  deployment: Deployment;
  datanetId: bigint;
  version: number;
};

export type ReadHoldoutSeedReturnType = Hex;

/** The hold-out seed of a version. Throws on the contract's SeedNotReady until its block is mined. */
export async function readHoldoutSeed(
  client: AssayReader,
  parameters: ReadHoldoutSeedParameters,
): Promise<ReadHoldoutSeedReturnType> {
  const { deployment, datanetId, version } = parameters;
  return readContract(client, datanets.holdoutSeed(deployment, { datanetId, version }));
}
