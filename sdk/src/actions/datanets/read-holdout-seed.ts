import type { Hex } from "viem";
import { datanetRegistryAbi } from "../../abi.ts";
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
  const contract = { address: deployment.addresses.datanets, abi: datanetRegistryAbi } as const;
  return readContract(client, { ...contract, functionName: "holdoutSeed", args: [datanetId, version] });
}
