import { encodeFunctionData } from "viem";
import { admissionAbi } from "../../abi.ts";
import type { Deployment } from "../../deployment.ts";
import { type AssayWallet, type EventArgs, eventOf, type Sent, transact } from "../transaction.ts";
import type { SeatResult } from "./inputs.ts";

/** Parameters of {@link finalizeRound}. */
export type FinalizeRoundParameters = {
  deployment: Deployment;
  roundId: bigint;
  /** every revealed seat, rising */
  results: readonly SeatResult[];
};

/** RoundFinalized's arguments and the transaction. */
export type FinalizeRoundReturnType = Sent<EventArgs<typeof admissionAbi, "RoundFinalized">>;

/** Decides a round from the revealed results. Anyone; paid a fixed tip. */
export async function finalizeRound(
  client: AssayWallet,
  parameters: FinalizeRoundParameters,
): Promise<FinalizeRoundReturnType> {
  const { deployment, roundId, results } = parameters;
  const address = deployment.addresses.admission;
  const data = encodeFunctionData({ abi: admissionAbi, functionName: "finalize", args: [roundId, results] });
  return eventOf(await transact(client, address, data), { address, abi: admissionAbi, eventName: "RoundFinalized" });
}
