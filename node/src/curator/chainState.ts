import * as calls from "@assay/sdk/calls";
import type { Deployment } from "@assay/sdk/deployment";
import type { ChainClient } from "../platform/chain/clients.ts";

/** VersionState.Sealed of the contracts. */
export const SEALED = 2;

/** State of a version on chain by number; 0 when there is no such version. */
export function chainState(
  { client, deployment }: { client: ChainClient; deployment: Deployment },
  datanetId: bigint,
  version: number,
): Promise<number> {
  return client.readContract(calls.datanets.versionState(deployment, { datanetId, version }));
}
