import { encodeFunctionData } from "viem";
import { admissionAbi } from "../../abi.ts";
import type { Deployment } from "../../deployment.ts";
import { type AssayWallet, type EventArgs, eventOf, type Sent, transact } from "../transaction.ts";

/** Parameters of {@link retireModel}. */
export type RetireModelParameters = {
  deployment: Deployment;
  modelId: bigint;
};

/** ModelStateChanged's arguments and the transaction. */
export type RetireModelReturnType = Sent<EventArgs<typeof admissionAbi, "ModelStateChanged">>;

/** Takes a model out of service for good. Only its publisher, not during a round. */
export async function retireModel(
  client: AssayWallet,
  parameters: RetireModelParameters,
): Promise<RetireModelReturnType> {
  const { deployment, modelId } = parameters;
  const address = deployment.addresses.admission;
  const data = encodeFunctionData({ abi: admissionAbi, functionName: "retire", args: [modelId] });
  return eventOf(await transact(client, address, data), { address, abi: admissionAbi, eventName: "ModelStateChanged" });
}
