import { type Address, encodeFunctionData, type Hex } from "viem";
import { datanetRegistryAbi } from "../../abi.ts";
import type { Deployment } from "../../deployment.ts";
import { type AssayWallet, type EventArgs, eventOf, type Sent, transact } from "../transaction.ts";

/** Parameters of {@link createDatanet}. */
export type CreateDatanetParameters = {
  deployment: Deployment;
  /** keccak256 of datanet.json */
  metadataHash: Hex;
  metadataCid: string;
  /** account that holds the keys and seals exams */
  custodian: Address;
};

/** DatanetCreated's arguments and the transaction. */
export type CreateDatanetReturnType = Sent<EventArgs<typeof datanetRegistryAbi, "DatanetCreated">>;

/**
 * Creates a datanet; the caller is its curator.
 *
 * @example
 * const { datanetId } = await createDatanet(wallet, { deployment, metadataHash, metadataCid, custodian });
 */
export async function createDatanet(
  client: AssayWallet,
  parameters: CreateDatanetParameters,
): Promise<CreateDatanetReturnType> {
  const { deployment, metadataHash, metadataCid, custodian } = parameters;
  const address = deployment.addresses.datanets;
  const data = encodeFunctionData({
    abi: datanetRegistryAbi,
    functionName: "create",
    args: [metadataHash, metadataCid, custodian],
  });
  return eventOf(await transact(client, address, data), {
    address,
    abi: datanetRegistryAbi,
    eventName: "DatanetCreated",
  });
}
