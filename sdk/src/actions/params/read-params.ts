import { protocolParamsAbi } from "../../abi.ts";
import type { Deployment } from "../../deployment.ts";
import { readContract } from "../read.ts";
import type { AssayReader } from "../transaction.ts";
import type { ParamSet } from "./inputs.ts";

/** Parameters of {@link readParams}. */
export type ReadParamsParameters = {
  deployment: Deployment;
  paramSetId?: bigint | undefined;
};

export type ReadParamsReturnType = ParamSet & { id: bigint };

/** The current parameter set, or the one with the given id. Amounts in token wei, times in seconds. */
export async function readParams(client: AssayReader, parameters: ReadParamsParameters): Promise<ReadParamsReturnType> {
  const { deployment, paramSetId } = parameters;
  const contract = { address: deployment.addresses.params, abi: protocolParamsAbi } as const;
  const id = paramSetId ?? (await readContract(client, { ...contract, functionName: "currentId" }));
  return { ...(await readContract(client, { ...contract, functionName: "get", args: [id] })), id };
}
