import type { modelRegistryAbi } from "../../abi.ts";
import type { CallParameters } from "../../calls/call.ts";
import * as models from "../../calls/models.ts";
import { type AssayWallet, type EventArgs, type Sent, transactFor } from "../transaction.ts";

/** Parameters of {@link registerModel}. */
export type RegisterModelParameters = CallParameters<typeof models.register>;

/** ModelRegistered's arguments and the transaction. */
export type RegisterModelReturnType = Sent<EventArgs<typeof modelRegistryAbi, "ModelRegistered">>;

/** Registers a model version by its hashes; the caller is its publisher. It starts in the sandbox, without stake. */
export async function registerModel(
  client: AssayWallet,
  parameters: RegisterModelParameters,
): Promise<RegisterModelReturnType> {
  return transactFor(client, models.register(parameters.deployment, parameters), "ModelRegistered");
}
