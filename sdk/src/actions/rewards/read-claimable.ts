import type { Address } from "viem";
import * as rewards from "../../calls/rewards.ts";
import type { Deployment } from "../../deployment.ts";
import { readContract } from "../read.ts";
import type { AssayReader } from "../transaction.ts";

/** Parameters of {@link readClaimable}. */
export type ReadClaimableParameters = {
  deployment: Deployment;
  account: Address;
  cumulative?: bigint | undefined;
};

export type ReadClaimableReturnType = { epoch: bigint; claimed: bigint; claimable: bigint | undefined };

/**
 * What an account has claimed and which epoch its next claim is proven against (0: none is final).
 * Given its cumulative there, also the token wei it can claim now.
 */
export async function readClaimable(
  client: AssayReader,
  parameters: ReadClaimableParameters,
): Promise<ReadClaimableReturnType> {
  const { deployment, account, cumulative } = parameters;
  const [epoch, claimed] = await Promise.all([
    readContract(client, rewards.claimableEpoch(deployment)),
    readContract(client, rewards.claimedBy(deployment, { account })),
  ]);
  if (cumulative === undefined) return { epoch, claimed, claimable: undefined };
  return { epoch, claimed, claimable: cumulative > claimed ? cumulative - claimed : 0n };
}
