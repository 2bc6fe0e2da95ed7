import { encodeFunctionData, type Hex } from "viem";
import { admissionAbi } from "../../abi.ts";
import type { Deployment } from "../../deployment.ts";
import { type AssayWallet, type EventArgs, eventOf, type Sent, transact } from "../transaction.ts";

/** Parameters of {@link postKeys}. */
export type PostKeysParameters = {
  deployment: Deployment;
  roundId: bigint;
  wraps: readonly Hex[];
};

/** KeysPosted's arguments and the transaction. */
export type PostKeysReturnType = Sent<EventArgs<typeof admissionAbi, "KeysPosted">>;

/** Posts the batch key, wrapped to each seat in seat order. Only the custodian of the exam datanet. */
export async function postKeys(client: AssayWallet, parameters: PostKeysParameters): Promise<PostKeysReturnType> {
  const { deployment, roundId, wraps } = parameters;
  const address = deployment.addresses.admission;
  const data = encodeFunctionData({ abi: admissionAbi, functionName: "postKeys", args: [roundId, wraps] });
  return eventOf(await transact(client, address, data), { address, abi: admissionAbi, eventName: "KeysPosted" });
}
