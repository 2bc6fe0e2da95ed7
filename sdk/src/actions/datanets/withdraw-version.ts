import { encodeFunctionData } from "viem";
import { datanetRegistryAbi } from "../../abi.ts";
import type { Deployment } from "../../deployment.ts";
import { type AssayWallet, type EventArgs, eventOf, type Sent, transact } from "../transaction.ts";

/** Parameters of {@link withdrawVersion}. */
export type WithdrawVersionParameters = {
  deployment: Deployment;
  datanetId: bigint;
  version: number;
};

/** VersionWithdrawn's arguments and the transaction. */
export type WithdrawVersionReturnType = Sent<EventArgs<typeof datanetRegistryAbi, "VersionWithdrawn">>;

/** Stops new jobs on a version; its rows stay as they are. Only the curator. */
export async function withdrawVersion(
  client: AssayWallet,
  parameters: WithdrawVersionParameters,
): Promise<WithdrawVersionReturnType> {
  const { deployment, datanetId, version } = parameters;
  const address = deployment.addresses.datanets;
  const data = encodeFunctionData({
    abi: datanetRegistryAbi,
    functionName: "withdrawVersion",
    args: [datanetId, version],
  });
  return eventOf(await transact(client, address, data), {
    address,
    abi: datanetRegistryAbi,
    eventName: "VersionWithdrawn",
  });
}
