import type { datanetRegistryAbi } from "../../abi.ts";
import type { CallParameters } from "../../calls/call.ts";
import * as datanets from "../../calls/datanets.ts";
import { type AssayWallet, type EventArgs, type Sent, transactFor } from "../transaction.ts";

/** Parameters of {@link createDatanet}. */
export type CreateDatanetParameters = CallParameters<typeof datanets.create>;

/** DatanetCreated's arguments and the transaction. */
export type CreateDatanetReturnType = Sent<EventArgs<typeof datanetRegistryAbi, "DatanetCreated">>;

/**
 * Creates a datanet; the caller is its curator.
 *
 * @example
 * const { datanetId } = await createDatanet(wallet, { deployment, metadataHash, metadataCid, custodian });
 */
export async function createDatanet(
  client: AssayWallet,
  parameters: CreateDatanetParameters,
): Promise<CreateDatanetReturnType> {
  return transactFor(client, datanets.create(parameters.deployment, parameters), "DatanetCreated");
}
