import { fraudProofsAbi } from "../../abi.ts";
import type { Deployment } from "../../deployment.ts";
import { type AssayWallet, type EventArgs, eventOf, type Sent, transact } from "../transaction.ts";
import { type Accusation, encodeFaultProof, type FaultProof } from "./inputs.ts";

/** Parameters of {@link proveFault}. */
export type ProveFaultParameters = {
  deployment: Deployment;
  /** with rival 0: against a seat that still stands */
  accusation: Accusation;
  fault: FaultProof;
};

/** FaultProven's arguments and the transaction. */
export type ProveFaultReturnType = Sent<EventArgs<typeof fraudProofsAbi, "FaultProven">>;

/** Convicts a seat whose transcript contradicts itself or the exam. Only who announced it, in a later block. */
export async function proveFault(client: AssayWallet, parameters: ProveFaultParameters): Promise<ProveFaultReturnType> {
  const { deployment, accusation, fault } = parameters;
  const address = deployment.addresses.fraudProofs;
  const receipt = await transact(client, address, encodeFaultProof({ ...accusation, rival: 0n }, fault));
  return eventOf(receipt, { address, abi: fraudProofsAbi, eventName: "FaultProven" });
}
