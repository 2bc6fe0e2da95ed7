import { encodeFunctionData } from "viem";
import { admissionAbi } from "../../abi.ts";
import type { Deployment } from "../../deployment.ts";
import { type AssayWallet, type EventArgs, eventOf, type Sent, transact } from "../transaction.ts";

/** Parameters of {@link drawRound}. */
export type DrawRoundParameters = {
  deployment: Deployment;
  roundId: bigint;
};

/** RoundDrawn's arguments and the transaction. */
export type DrawRoundReturnType = Sent<EventArgs<typeof admissionAbi, "RoundDrawn">>;

/** Fixes the exam batch and the seats by the seed of an epoch after the opening's. Anyone; paid a tip. */
export async function drawRound(client: AssayWallet, parameters: DrawRoundParameters): Promise<DrawRoundReturnType> {
  const { deployment, roundId } = parameters;
  const address = deployment.addresses.admission;
  const data = encodeFunctionData({ abi: admissionAbi, functionName: "draw", args: [roundId] });
  return eventOf(await transact(client, address, data), { address, abi: admissionAbi, eventName: "RoundDrawn" });
}
