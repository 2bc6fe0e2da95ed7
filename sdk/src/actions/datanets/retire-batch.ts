import { encodeFunctionData, type Hex } from "viem";
import { datanetRegistryAbi } from "../../abi.ts";
import type { Deployment } from "../../deployment.ts";
import { type AssayWallet, type EventArgs, eventOf, type Sent, transact } from "../transaction.ts";

/** Parameters of {@link retireBatch}. */
export type RetireBatchParameters = {
  deployment: Deployment;
  /** the ended round that used the batch */
  roundId: bigint;
  /** 32-byte AES key of the batch */
  key: Hex;
  ciphertextHash: Hex;
  itemsRoot: Hex;
  contributorsRoot: Hex;
  /** path from the batch to the hold-out root */
  proof: readonly Hex[];
  itemsCid: string;
};

/** BatchRetired's arguments and the transaction. */
export type RetireBatchReturnType = Sent<EventArgs<typeof datanetRegistryAbi, "BatchRetired">>;

/** Publishes the key and items of a batch whose round has ended. Anyone who holds the key. */
export async function retireBatch(
  client: AssayWallet,
  parameters: RetireBatchParameters,
): Promise<RetireBatchReturnType> {
  const { deployment, roundId, key, ciphertextHash, itemsRoot, contributorsRoot, proof, itemsCid } = parameters;
  const address = deployment.addresses.datanets;
  const data = encodeFunctionData({
    abi: datanetRegistryAbi,
    functionName: "retireBatch",
    args: [roundId, key, ciphertextHash, itemsRoot, contributorsRoot, proof, itemsCid],
  });
  return eventOf(await transact(client, address, data), {
    address,
    abi: datanetRegistryAbi,
    eventName: "BatchRetired",
  });
}
