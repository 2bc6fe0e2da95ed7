import * as params from "../../calls/params.ts";
import type { Deployment } from "../../deployment.ts";
import { readContract } from "../read.ts";
import type { AssayReader } from "../transaction.ts";

/** Parameters of {@link readParams}. */
export type ReadParamsParameters = {
  deployment: Deployment;
  paramSetId?: bigint | undefined;
};

export type ReadParamsReturnType = params.ParamSet & { id: bigint };

/** The current parameter set, or the one with the given id. Amounts in token wei, times in seconds. */
export async function readParams(client: AssayReader, parameters: ReadParamsParameters): Promise<ReadParamsReturnType> {
  const { deployment, paramSetId } = parameters;
  const id = paramSetId ?? (await readContract(client, params.currentId(deployment)));
  return { ...(await readContract(client, params.get(deployment, { paramSetId: id }))), id };
}
