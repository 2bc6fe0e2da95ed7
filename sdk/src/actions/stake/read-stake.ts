import type { Address, Hex } from "viem";
import * as stake from "../../calls/stake.ts";
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
  const [[staked, active, locked, leaving], totalActive, encryptionKey] = await Promise.all([
    readContract(client, stake.unitsOf(deployment, { evaluator })),
    readContract(client, stake.totalActiveUnits(deployment)),
    readContract(client, stake.encryptionKeyOf(deployment, { evaluator })),
  ]);
  return { staked, active, locked, leaving, totalActive, encryptionKey };
}
