import type { datanetRegistryAbi } from "../../abi.ts";
import type { CallParameters } from "../../calls/call.ts";
import * as datanets from "../../calls/datanets.ts";
import { type AssayWallet, type EventArgs, type Sent, transactFor } from "../transaction.ts";

/** Parameters of {@link withdrawVersion}. */
export type WithdrawVersionParameters = CallParameters<typeof datanets.withdrawVersion>;

/** VersionWithdrawn's arguments and the transaction. */
export type WithdrawVersionReturnType = Sent<EventArgs<typeof datanetRegistryAbi, "VersionWithdrawn">>;

/** Stops new jobs on a version; its rows stay as they are. Only the curator. */
export async function withdrawVersion(
  client: AssayWallet,
  parameters: WithdrawVersionParameters,
): Promise<WithdrawVersionReturnType> {
  return transactFor(client, datanets.withdrawVersion(parameters.deployment, parameters), "VersionWithdrawn");
}
