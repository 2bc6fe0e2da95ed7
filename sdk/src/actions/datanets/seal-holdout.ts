import { encodeFunctionData } from "viem";
import { datanetRegistryAbi } from "../../abi.ts";
import type { Deployment } from "../../deployment.ts";
import { type AssayWallet, type EventArgs, eventOf, type Sent, transact } from "../transaction.ts";
import type { HoldoutInput } from "./inputs.ts";

/** Parameters of {@link sealHoldout}. */
export type SealHoldoutParameters = {
  deployment: Deployment;
  datanetId: bigint;
  version: number;
  input: HoldoutInput;
};

/** HoldoutSealed's arguments and the transaction. */
export type SealHoldoutReturnType = Sent<EventArgs<typeof datanetRegistryAbi, "HoldoutSealed">>;

/** Commits the exam batches the seed picked. Only the custodian, once a version. */
export async function sealHoldout(
  client: AssayWallet,
  parameters: SealHoldoutParameters,
): Promise<SealHoldoutReturnType> {
  const { deployment, datanetId, version, input } = parameters;
  const address = deployment.addresses.datanets;
  const data = encodeFunctionData({
    abi: datanetRegistryAbi,
    functionName: "sealHoldout",
    args: [datanetId, version, input],
  });
  return eventOf(await transact(client, address, data), {
    address,
    abi: datanetRegistryAbi,
    eventName: "HoldoutSealed",
  });
}
