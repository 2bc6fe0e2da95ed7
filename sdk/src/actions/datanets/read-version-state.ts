import * as datanets from "../../calls/datanets.ts";
import type { Deployment } from "../../deployment.ts";
import { readContract } from "../read.ts";
import { nameAt, VERSION_STATES, type VersionState } from "../states.ts";
import type { AssayReader } from "../transaction.ts";

/** Parameters of {@link readVersionState}. */
export type ReadVersionStateParameters = {
  deployment: Deployment;
  datanetId: bigint;
  version: number;
};

export type ReadVersionStateReturnType = { state: VersionState; batchesLeft: number };

/** State of a version and its unused exam batches. */
export async function readVersionState(
  client: AssayReader,
  parameters: ReadVersionStateParameters,
): Promise<ReadVersionStateReturnType> {
  const { deployment, datanetId, version } = parameters;
  const [state, batchesLeft] = await Promise.all([
    readContract(client, datanets.versionState(deployment, { datanetId, version })),
    readContract(client, datanets.batchesLeft(deployment, { datanetId, version })),
  ]);
  return { state: nameAt(VERSION_STATES, state), batchesLeft };
}
