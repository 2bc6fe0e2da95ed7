import { encodeFunctionData } from "viem";
import { availabilityAbi } from "../../abi.ts";
import type { Deployment } from "../../deployment.ts";
import { readParams } from "../params/read-params.ts";
import { approveIfNeeded } from "../token/approve-if-needed.ts";
import { type AssayWallet, type EventArgs, eventOf, type Sent, transact } from "../transaction.ts";
import type { LeafRef } from "./inputs.ts";

/** Parameters of {@link demandLeaf}. */
export type DemandLeafParameters = {
  deployment: Deployment;
  leaf: LeafRef;
};

/** LeafDemanded's arguments and the transaction. */
export type DemandLeafReturnType = Sent<EventArgs<typeof availabilityAbi, "LeafDemanded">>;

/** Asks a revealed seat for one trial, with a bond that the seat earns by answering. Anyone. */
export async function demandLeaf(client: AssayWallet, parameters: DemandLeafParameters): Promise<DemandLeafReturnType> {
  const { deployment, leaf } = parameters;
  const address = deployment.addresses.availability;
  const { demandBond } = await readParams(client, { deployment });
  await approveIfNeeded(client, { deployment, spender: address, amount: demandBond });
  const data = encodeFunctionData({ abi: availabilityAbi, functionName: "demand", args: [leaf] });
  return eventOf(await transact(client, address, data), { address, abi: availabilityAbi, eventName: "LeafDemanded" });
}
