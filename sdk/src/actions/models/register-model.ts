import { encodeFunctionData } from "viem";
import { modelRegistryAbi } from "../../abi.ts";
import type { Deployment } from "../../deployment.ts";
import { type AssayWallet, type EventArgs, eventOf, type Sent, transact } from "../transaction.ts";
import type { ModelInput } from "./inputs.ts";

/** Parameters of {@link registerModel}. */
export type RegisterModelParameters = {
  deployment: Deployment;
  input: ModelInput;
};

/** ModelRegistered's arguments and the transaction. */
export type RegisterModelReturnType = Sent<EventArgs<typeof modelRegistryAbi, "ModelRegistered">>;

/** Registers a model version by its hashes; the caller is its publisher. It starts in the sandbox, without stake. */
export async function registerModel(
  client: AssayWallet,
  parameters: RegisterModelParameters,
): Promise<RegisterModelReturnType> {
  const { deployment, input } = parameters;
  const address = deployment.addresses.models;
  const data = encodeFunctionData({ abi: modelRegistryAbi, functionName: "register", args: [input] });
  return eventOf(await transact(client, address, data), {
    address,
    abi: modelRegistryAbi,
    eventName: "ModelRegistered",
  });
}
