import type { Address } from "viem";
import { paymentsAbi } from "../../abi.ts";
import type { Deployment } from "../../deployment.ts";
import { readContract } from "../read.ts";
import type { AssayReader } from "../transaction.ts";

/** Parameters of {@link readChannel}. */
export type ReadChannelParameters = {
  deployment: Deployment;
  payer: Address;
  payee: Address;
};

export type ReadChannelReturnType = { deposited: bigint; redeemed: bigint; withdrawAt: bigint };

/** A channel's token wei; `withdrawAt` is a unix time in seconds, 0 when no withdrawal is open. */
export async function readChannel(
  client: AssayReader,
  parameters: ReadChannelParameters,
): Promise<ReadChannelReturnType> {
  const { deployment, payer, payee } = parameters;
  const contract = { address: deployment.addresses.payments, abi: paymentsAbi } as const;
  const [deposited, redeemed, withdrawAt] = await readContract(client, {
    ...contract,
    functionName: "channel",
    args: [payer, payee, deployment.addresses.token],
  });
  return { deposited, redeemed, withdrawAt };
}
