import type { Address, Hex, TypedDataDefinition } from "viem";
import type { ChainClient } from "./clients.ts";

/**
 * Whether `address` signed the typed data, with a key or as a contract wallet (ERC-1271). Bytes that are not a
 * signature are signed by nobody. False also where the chain could not be asked about a key's mismatch: viem does not tell the two apart.
 */
export async function isSignedBy(
  client: Pick<ChainClient, "verifyTypedData">,
  address: Address,
  typedData: TypedDataDefinition,
  signature: Hex,
): Promise<boolean> {
  type Parameters0 = Parameters<ChainClient["verifyTypedData"]>[0];
  return await client.verifyTypedData({ ...typedData, address, signature } as Parameters0).catch(() => false);
}
