import type { ContractFunctionReturnType } from "viem";
import type { rewardDistributorAbi } from "../../abi.ts";
import * as rewards from "../../calls/rewards.ts";
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
  return readContract(client, rewards.epochOf(deployment, { epoch }));
}
