import { encodeFunctionData, type Hex } from "viem";
import { admissionAbi } from "../../abi.ts";
import type { Deployment } from "../../deployment.ts";
import type { RootNode } from "../../hashing/transcript.ts";
import { type AssayWallet, type EventArgs, eventOf, type Sent, transact } from "../transaction.ts";

/** Parameters of {@link revealResult}. */
export type RevealResultParameters = {
  deployment: Deployment;
  roundId: bigint;
  seat: number;
  /** the transcript's root by its two children */
  rootNode: RootNode;
  salt: Hex;
  transcriptCid: string;
  reportCid: string;
};

/** Revealed's arguments and the transaction. */
export type RevealResultReturnType = Sent<EventArgs<typeof admissionAbi, "Revealed">>;

/** Opens a seat's commitment and names its evidence. */
export async function revealResult(
  client: AssayWallet,
  parameters: RevealResultParameters,
): Promise<RevealResultReturnType> {
  const { deployment, roundId, seat, rootNode, salt, transcriptCid, reportCid } = parameters;
  const address = deployment.addresses.admission;
  const data = encodeFunctionData({
    abi: admissionAbi,
    functionName: "reveal",
    args: [roundId, seat, rootNode, salt, transcriptCid, reportCid],
  });
  return eventOf(await transact(client, address, data), { address, abi: admissionAbi, eventName: "Revealed" });
}
