import { encodeFunctionData, type Hex } from "viem";
import { admissionAbi } from "../../abi.ts";
import type { Deployment } from "../../deployment.ts";
import { type AssayWallet, type EventArgs, eventOf, type Sent, transact } from "../transaction.ts";

/** Parameters of {@link commitResult}. */
export type CommitResultParameters = {
  deployment: Deployment;
  roundId: bigint;
  seat: number;
  commitment: Hex;
};

/** Committed's arguments and the transaction. */
export type CommitResultReturnType = Sent<EventArgs<typeof admissionAbi, "Committed">>;

/** Commits to a seat's result; see commitmentHash. */
export async function commitResult(
  client: AssayWallet,
  parameters: CommitResultParameters,
): Promise<CommitResultReturnType> {
  const { deployment, roundId, seat, commitment } = parameters;
  const address = deployment.addresses.admission;
  const data = encodeFunctionData({ abi: admissionAbi, functionName: "commit", args: [roundId, seat, commitment] });
  return eventOf(await transact(client, address, data), { address, abi: admissionAbi, eventName: "Committed" });
}
