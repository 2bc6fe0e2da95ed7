import * as admission from "../../calls/admission.ts";
import type { Deployment } from "../../deployment.ts";
import { readContract } from "../read.ts";
import { nameAt, PHASES, type Phase } from "../states.ts";
import type { AssayReader } from "../transaction.ts";

/** Parameters of {@link readPhase}. */
export type ReadPhaseParameters = {
  deployment: Deployment;
  roundId: bigint;
};

export type ReadPhaseReturnType = Phase;

/** Phase of a round at the current block's time. */
export async function readPhase(client: AssayReader, parameters: ReadPhaseParameters): Promise<ReadPhaseReturnType> {
  const { deployment, roundId } = parameters;
  return nameAt(PHASES, await readContract(client, admission.phaseOf(deployment, { roundId })));
}
