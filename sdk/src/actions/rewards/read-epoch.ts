import type { ContractFunctionReturnType } from "viem";
import { rewardDistributorAbi } from "../../abi.ts";
import type { Deployment } from "../../deployment.ts";
import { readContract } from "../read.ts";
import type { AssayReader } from "../transaction.ts";

/** Parameters of {@link readEpoch}. */
export type ReadEpochParameters = {
  deployment: Deployment;
  epoch: bigint;
};

export type ReadEpochReturnType = ContractFunctionReturnType<typeof rewardDistributorAbi, "view", "epochOf">;

/** A posted epoch. */
export async function readEpoch(client: AssayReader, parameters: ReadEpochParameters): Promise<ReadEpochReturnType> {
  const { deployment, epoch } = parameters;
  const contract = { address: deployment.addresses.rewards, abi: rewardDistributorAbi } as const;
  return readContract(client, { ...contract, functionName: "epochOf", args: [epoch] });
}
