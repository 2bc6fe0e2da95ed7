import { encodeFunctionData } from "viem";
import { admissionAbi } from "../../abi.ts";
import type { Deployment } from "../../deployment.ts";
import { type AssayWallet, type EventArgs, eventOf, type Sent, transact } from "../transaction.ts";

/** Parameters of {@link voidRound}. */
export type VoidRoundParameters = {
  deployment: Deployment;
  roundId: bigint;
};

/** RoundVoided's arguments and the transaction. */
export type VoidRoundReturnType = Sent<EventArgs<typeof admissionAbi, "RoundVoided">>;

/** Voids a round whose keys never came; its fee is refunded. Anyone. */
export async function voidRound(client: AssayWallet, parameters: VoidRoundParameters): Promise<VoidRoundReturnType> {
  const { deployment, roundId } = parameters;
  const address = deployment.addresses.admission;
  const data = encodeFunctionData({ abi: admissionAbi, functionName: "voidRound", args: [roundId] });
  return eventOf(await transact(client, address, data), { address, abi: admissionAbi, eventName: "RoundVoided" });
}
