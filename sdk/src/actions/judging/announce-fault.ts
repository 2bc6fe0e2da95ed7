import { encodeFunctionData, type Hex } from "viem";
import { fraudProofsAbi } from "../../abi.ts";
import type { Deployment } from "../../deployment.ts";
import { type AssayWallet, type EventArgs, eventOf, type Sent, transact } from "../transaction.ts";

/** Parameters of {@link announceFault}. */
export type AnnounceFaultParameters = {
  deployment: Deployment;
  /** faultCommitment of the proof to come */
  commitment: Hex;
};

/** FaultAnnounced's arguments and the transaction. */
export type AnnounceFaultReturnType = Sent<EventArgs<typeof fraudProofsAbi, "FaultAnnounced">>;

/** Promises a fraud proof, at least one block before it is shown. Anyone. */
export async function announceFault(
  client: AssayWallet,
  parameters: AnnounceFaultParameters,
): Promise<AnnounceFaultReturnType> {
  const { deployment, commitment } = parameters;
  const address = deployment.addresses.fraudProofs;
  const data = encodeFunctionData({ abi: fraudProofsAbi, functionName: "announce", args: [commitment] });
  return eventOf(await transact(client, address, data), { address, abi: fraudProofsAbi, eventName: "FaultAnnounced" });
}
