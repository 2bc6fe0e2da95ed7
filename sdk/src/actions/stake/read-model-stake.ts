import { stakeManagerAbi } from "../../abi.ts";
import type { Deployment } from "../../deployment.ts";
import { readContract } from "../read.ts";
import type { AssayReader } from "../transaction.ts";

/** Parameters of {@link readModelStake}. */
export type ReadModelStakeParameters = {
  deployment: Deployment;
  modelId: bigint;
};

export type ReadModelStakeReturnType = bigint;

/** Token wei staked on a model. */
export async function readModelStake(
  client: AssayReader,
  parameters: ReadModelStakeParameters,
): Promise<ReadModelStakeReturnType> {
  const { deployment, modelId } = parameters;
  const contract = { address: deployment.addresses.stake, abi: stakeManagerAbi } as const;
  return readContract(client, { ...contract, functionName: "modelStake", args: [modelId] });
}
