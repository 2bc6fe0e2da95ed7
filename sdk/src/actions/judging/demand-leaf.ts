import type { availabilityAbi } from "../../abi.ts";
import * as availability from "../../calls/availability.ts";
import type { CallParameters } from "../../calls/call.ts";
import { readParams } from "../params/read-params.ts";
import { approveIfNeeded } from "../token/approve-if-needed.ts";
import { type AssayWallet, type EventArgs, type Sent, transactFor } from "../transaction.ts";

/** Parameters of {@link demandLeaf}. */
export type DemandLeafParameters = CallParameters<typeof availability.demand>;

/** LeafDemanded's arguments and the transaction. */
export type DemandLeafReturnType = Sent<EventArgs<typeof availabilityAbi, "LeafDemanded">>;

/** Asks a revealed seat for one trial, with a bond that the seat earns by answering. Anyone. */
export async function demandLeaf(client: AssayWallet, parameters: DemandLeafParameters): Promise<DemandLeafReturnType> {
  const { deployment } = parameters;
  const { demandBond } = await readParams(client, { deployment });
  const call = availability.demand(deployment, parameters);
  await approveIfNeeded(client, { deployment, spender: call.address, amount: demandBond });
  return transactFor(client, call, "LeafDemanded");
}
