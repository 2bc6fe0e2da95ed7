import { datanetRegistryAbi } from "@assay/sdk/abi";
import type { ChainClient } from "../chain/clients.ts";
import type { Deployment } from "../config.ts";

/** VersionState.Sealed of the contracts. */
export const SEALED = 2;

/** State of a version on chain by number; 0 when there is no such version. */
export function chainState(
  { client, deployment }: { client: ChainClient; deployment: Deployment },
  datanetId: bigint,
  version: number,
): Promise<number> {
  return client.readContract({
    address: deployment.addresses.datanets,
    abi: datanetRegistryAbi,
    functionName: "versionState",
    args: [datanetId, version],
  });
}
