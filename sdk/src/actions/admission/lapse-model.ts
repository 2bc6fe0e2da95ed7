import { encodeFunctionData } from "viem";
import { admissionAbi } from "../../abi.ts";
import type { Deployment } from "../../deployment.ts";
import { type AssayWallet, type EventArgs, eventOf, type Sent, transact } from "../transaction.ts";

/** Parameters of {@link lapseModel}. */
export type LapseModelParameters = {
  deployment: Deployment;
  modelId: bigint;
};

/** ModelStateChanged's arguments and the transaction. */
export type LapseModelReturnType = Sent<EventArgs<typeof admissionAbi, "ModelStateChanged">>;

/** Marks an admission whose time has run out as suspended. Anyone. */
export async function lapseModel(client: AssayWallet, parameters: LapseModelParameters): Promise<LapseModelReturnType> {
  const { deployment, modelId } = parameters;
  const address = deployment.addresses.admission;
  const data = encodeFunctionData({ abi: admissionAbi, functionName: "lapse", args: [modelId] });
  return eventOf(await transact(client, address, data), { address, abi: admissionAbi, eventName: "ModelStateChanged" });
}
