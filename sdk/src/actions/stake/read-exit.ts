import type { Address } from "viem";
import * as stake from "../../calls/stake.ts";
import type { Deployment } from "../../deployment.ts";
import { readContract } from "../read.ts";
import type { AssayReader } from "../transaction.ts";

/** Parameters of {@link readExit}. */
export type ReadExitParameters = { deployment: Deployment; account: Address };

export type ReadExitReturnType = {
  /** model stake and bonds on their way out, token wei; leaving units are readStake's */
  amount: bigint;
  /** unix seconds from which all that leaves can be withdrawn; 0 when nothing has ever left */
  availableAt: bigint;
  /** epoch in which leaving units have stopped counting in draws; they cannot leave before */
  effectiveEpoch: number;
  /** charged and not paid, token wei; withdrawStake takes it out of what it gives */
  debt: bigint;
};

/** What of an account's stake and bonds leaves with its next withdrawStake, and what it owes. */
export async function readExit(client: AssayReader, parameters: ReadExitParameters): Promise<ReadExitReturnType> {
  const { deployment, account } = parameters;
  const [[amount, availableAt, effectiveEpoch], debt] = await Promise.all([
    readContract(client, stake.exitOf(deployment, { account })),
    readContract(client, stake.debtOf(deployment, { account })),
  ]);
  return { amount, availableAt, effectiveEpoch, debt };
}
