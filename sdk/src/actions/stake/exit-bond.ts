import type { stakeManagerAbi } from "../../abi.ts";
import type { CallParameters } from "../../calls/call.ts";
import * as stake from "../../calls/stake.ts";
import { type AssayWallet, type EventArgs, type Sent, transactFor } from "../transaction.ts";

/** Parameters of {@link exitBond}. */
export type ExitBondParameters = CallParameters<typeof stake.exitBond>;

/** BondExited's arguments and the transaction. */
export type ExitBondReturnType = Sent<EventArgs<typeof stakeManagerAbi, "BondExited">>;

/** Starts the exit of bond that no running round binds. Only the datanet's custodian. */
export async function exitBond(client: AssayWallet, parameters: ExitBondParameters): Promise<ExitBondReturnType> {
  return transactFor(client, stake.exitBond(parameters.deployment, parameters), "BondExited");
}
