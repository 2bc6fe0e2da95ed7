import type { rewardDistributorAbi } from "../../abi.ts";
import type { CallParameters } from "../../calls/call.ts";
import * as rewards from "../../calls/rewards.ts";
import { type AssayWallet, type EventArgs, type Sent, transactFor } from "../transaction.ts";

/** Parameters of {@link returnBond}. */
export type ReturnBondParameters = CallParameters<typeof rewards.returnBond>;

/** BondReturned's arguments and the transaction. */
export type ReturnBondReturnType = Sent<EventArgs<typeof rewardDistributorAbi, "BondReturned">>;

/** Returns the poster's bond once its epoch is final. */
export async function returnBond(client: AssayWallet, parameters: ReturnBondParameters): Promise<ReturnBondReturnType> {
  return transactFor(client, rewards.returnBond(parameters.deployment, parameters), "BondReturned");
}
