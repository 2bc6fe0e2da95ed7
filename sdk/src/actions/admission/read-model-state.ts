import * as admission from "../../calls/admission.ts";
import type { Deployment } from "../../deployment.ts";
import { readContract } from "../read.ts";
import { MODEL_STATES, type ModelState, nameAt } from "../states.ts";
import type { AssayReader } from "../transaction.ts";

/** Parameters of {@link readModelState}. */
export type ReadModelStateParameters = {
  deployment: Deployment;
  modelId: bigint;
};

export type ReadModelStateReturnType = ModelState;

/** State of a model. */
export async function readModelState(
  client: AssayReader,
  parameters: ReadModelStateParameters,
): Promise<ReadModelStateReturnType> {
  const { deployment, modelId } = parameters;
  return nameAt(MODEL_STATES, await readContract(client, admission.stateOf(deployment, { modelId })));
}
