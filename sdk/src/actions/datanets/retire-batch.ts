import type { datanetRegistryAbi } from "../../abi.ts";
import type { CallParameters } from "../../calls/call.ts";
import * as datanets from "../../calls/datanets.ts";
import { type AssayWallet, type EventArgs, type Sent, transactFor } from "../transaction.ts";

/** Parameters of {@link retireBatch}. */
export type RetireBatchParameters = CallParameters<typeof datanets.retireBatch>;

/** BatchRetired's arguments and the transaction. */
export type RetireBatchReturnType = Sent<EventArgs<typeof datanetRegistryAbi, "BatchRetired">>;

/** Publishes the key and items of a batch whose round has ended. Anyone who holds the key. */
export async function retireBatch(
  client: AssayWallet,
  parameters: RetireBatchParameters,
): Promise<RetireBatchReturnType> {
  return transactFor(client, datanets.retireBatch(parameters.deployment, parameters), "BatchRetired");
}
