import type { datanetRegistryAbi } from "../../abi.ts";
import type { CallParameters } from "../../calls/call.ts";
import * as datanets from "../../calls/datanets.ts";
import { type AssayWallet, type EventArgs, type Sent, transactFor } from "../transaction.ts";

/** Parameters of {@link sealHoldout}. */
export type SealHoldoutParameters = CallParameters<typeof datanets.sealHoldout>;

/** HoldoutSealed's arguments and the transaction. */
export type SealHoldoutReturnType = Sent<EventArgs<typeof datanetRegistryAbi, "HoldoutSealed">>;

/** Commits the exam batches the seed picked. Only the custodian, once a version. */
export async function sealHoldout(
  client: AssayWallet,
  parameters: SealHoldoutParameters,
): Promise<SealHoldoutReturnType> {
  return transactFor(client, datanets.sealHoldout(parameters.deployment, parameters), "HoldoutSealed");
}
