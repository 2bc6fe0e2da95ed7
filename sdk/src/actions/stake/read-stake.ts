import type { Address, Hex } from "viem";
import { stakeManagerAbi } from "../../abi.ts";
import type { Deployment } from "../../deployment.ts";
import { readContract } from "../read.ts";
import type { AssayReader } from "../transaction.ts";

/** Parameters of {@link readStake}. */
export type ReadStakeParameters = {
  deployment: Deployment;
  evaluator: Address;
};

export type ReadStakeReturnType = {
  staked: bigint;
  /** counts in draws now; what was staked or left in this epoch counts from the next */
  active: bigint;
  locked: bigint;
  /** exit begun, not yet withdrawn */
  leaving: bigint;
  totalActive: bigint;
  encryptionKey: Hex;
};

/** An evaluator's units and key; zeros if it never staked. */
export async function readStake(client: AssayReader, parameters: ReadStakeParameters): Promise<ReadStakeReturnType> {
  const { deployment, evaluator } = parameters;
  const contract = { address: deployment.addresses.stake, abi: stakeManagerAbi } as const;
  const [[staked, active, locked, leaving], totalActive, encryptionKey] = await Promise.all([
    readContract(client, { ...contract, functionName: "unitsOf", args: [evaluator] }),
    readContract(client, { ...contract, functionName: "totalActiveUnits" }),
    readContract(client, { ...contract, functionName: "encryptionKeyOf", args: [evaluator] }),
  ]);
  return { staked, active, locked, leaving, totalActive, encryptionKey };
}
