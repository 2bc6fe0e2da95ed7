import type { Address } from "viem";
import * as payments from "../../calls/payments.ts";
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
  const [deposited, redeemed, withdrawAt] = await readContract(client, payments.channel(deployment, { payer, payee }));
  return { deposited, redeemed, withdrawAt };
}
