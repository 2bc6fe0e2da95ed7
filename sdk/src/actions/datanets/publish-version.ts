import { encodeFunctionData } from "viem";
import { datanetRegistryAbi } from "../../abi.ts";
import type { Deployment } from "../../deployment.ts";
import { type AssayWallet, type EventArgs, eventOf, type Sent, transact } from "../transaction.ts";
import type { VersionInput } from "./inputs.ts";

/** Parameters of {@link publishVersion}. */
export type PublishVersionParameters = {
  deployment: Deployment;
  datanetId: bigint;
  input: VersionInput;
};

/** VersionPublished's arguments and the transaction. */
export type PublishVersionReturnType = Sent<EventArgs<typeof datanetRegistryAbi, "VersionPublished">>;

/** Appends a version. Only the curator. The hold-out is picked later, by the hash of block `seedBlock`. */
export async function publishVersion(
  client: AssayWallet,
  parameters: PublishVersionParameters,
): Promise<PublishVersionReturnType> {
  const { deployment, datanetId, input } = parameters;
  const address = deployment.addresses.datanets;
  const data = encodeFunctionData({
    abi: datanetRegistryAbi,
    functionName: "publishVersion",
    args: [datanetId, input],
  });
  return eventOf(await transact(client, address, data), {
    address,
    abi: datanetRegistryAbi,
    eventName: "VersionPublished",
  });
}
