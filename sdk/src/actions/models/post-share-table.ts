import { encodeFunctionData, type Hex } from "viem";
import { modelRegistryAbi } from "../../abi.ts";
import type { Deployment } from "../../deployment.ts";
import { type AssayWallet, type EventArgs, eventOf, type Sent, transact } from "../transaction.ts";

/** Parameters of {@link postShareTable}. */
export type PostShareTableParameters = {
  deployment: Deployment;
  modelId: bigint;
  roundId: bigint;
  /** keccak256 of attribution.json */
  tableHash: Hex;
  tableCid: string;
};

/** ShareTablePosted's arguments and the transaction. */
export type PostShareTableReturnType = Sent<EventArgs<typeof modelRegistryAbi, "ShareTablePosted">>;

/** Posts the share table of a final round. Only the model's publisher or trainer, once a round. */
export async function postShareTable(
  client: AssayWallet,
  parameters: PostShareTableParameters,
): Promise<PostShareTableReturnType> {
  const { deployment, modelId, roundId, tableHash, tableCid } = parameters;
  const address = deployment.addresses.models;
  const data = encodeFunctionData({
    abi: modelRegistryAbi,
    functionName: "postShareTable",
    args: [modelId, roundId, tableHash, tableCid],
  });
  return eventOf(await transact(client, address, data), {
    address,
    abi: modelRegistryAbi,
    eventName: "ShareTablePosted",
  });
}
