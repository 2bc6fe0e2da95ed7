import type { modelRegistryAbi } from "../../abi.ts";
import type { CallParameters } from "../../calls/call.ts";
import * as models from "../../calls/models.ts";
import { type AssayWallet, type EventArgs, type Sent, transactFor } from "../transaction.ts";

/** Parameters of {@link postShareTable}. */
export type PostShareTableParameters = CallParameters<typeof models.postShareTable>;

/** ShareTablePosted's arguments and the transaction. */
export type PostShareTableReturnType = Sent<EventArgs<typeof modelRegistryAbi, "ShareTablePosted">>;

/** Posts the share table of a final round. Only the model's publisher or trainer, once a round. */
export async function postShareTable(
  client: AssayWallet,
  parameters: PostShareTableParameters,
): Promise<PostShareTableReturnType> {
  return transactFor(client, models.postShareTable(parameters.deployment, parameters), "ShareTablePosted");
}
