import * as admission from "../../calls/admission.ts";
import type { Deployment } from "../../deployment.ts";
import { readContract } from "../read.ts";
import type { AssayReader } from "../transaction.ts";

/** Parameters of {@link readAttempts}. */
export type ReadAttemptsParameters = {
  deployment: Deployment;
  modelId: bigint;
};

export type ReadAttemptsReturnType = number;

/** Attempts of the model's publisher, datanet and lineage inside the current window. */
export async function readAttempts(
  client: AssayReader,
  parameters: ReadAttemptsParameters,
): Promise<ReadAttemptsReturnType> {
  const { deployment, modelId } = parameters;
  return readContract(client, admission.attemptsOf(deployment, { modelId }));
}
