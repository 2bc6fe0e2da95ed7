import { encodeFunctionData } from "viem";
import { availabilityAbi } from "../../abi.ts";
import type { Deployment } from "../../deployment.ts";
import { type AssayWallet, type EventArgs, eventOf, type Sent, transact } from "../transaction.ts";
import type { LeafRef } from "./inputs.ts";

/** Parameters of {@link expireDemand}. */
export type ExpireDemandParameters = {
  deployment: Deployment;
  leaf: LeafRef;
};

/** DemandExpired's arguments and the transaction. */
export type ExpireDemandReturnType = Sent<EventArgs<typeof availabilityAbi, "DemandExpired">>;

/** Convicts a seat that did not answer in time, or gives the bond back where seat or round fell otherwise. Anyone. */
export async function expireDemand(
  client: AssayWallet,
  parameters: ExpireDemandParameters,
): Promise<ExpireDemandReturnType> {
  const { deployment, leaf } = parameters;
  const address = deployment.addresses.availability;
  const data = encodeFunctionData({ abi: availabilityAbi, functionName: "expire", args: [leaf] });
  return eventOf(await transact(client, address, data), { address, abi: availabilityAbi, eventName: "DemandExpired" });
}
