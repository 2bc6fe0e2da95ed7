import type { datanetRegistryAbi } from "../../abi.ts";
import type { CallParameters } from "../../calls/call.ts";
import * as datanets from "../../calls/datanets.ts";
import { type AssayWallet, type EventArgs, type Sent, transactFor } from "../transaction.ts";

/** Parameters of {@link publishVersion}. */
export type PublishVersionParameters = CallParameters<typeof datanets.publishVersion>;

/** VersionPublished's arguments and the transaction. */
export type PublishVersionReturnType = Sent<EventArgs<typeof datanetRegistryAbi, "VersionPublished">>;

/** Appends a version. Only the curator. The hold-out is picked later, by the hash of block `seedBlock`. */
export async function publishVersion(
  client: AssayWallet,
  parameters: PublishVersionParameters,
): Promise<PublishVersionReturnType> {
  return transactFor(client, datanets.publishVersion(parameters.deployment, parameters), "VersionPublished");
}
