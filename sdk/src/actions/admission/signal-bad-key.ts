import { encodeFunctionData } from "viem";
import { admissionAbi } from "../../abi.ts";
import type { Deployment } from "../../deployment.ts";
import { type AssayWallet, type EventArgs, eventOf, type Sent, transact } from "../transaction.ts";

/** Parameters of {@link signalBadKey}. */
export type SignalBadKeyParameters = {
  deployment: Deployment;
  roundId: bigint;
  seat: number;
};

/** BadKeySignalled's arguments and the transaction. */
export type SignalBadKeyReturnType = Sent<EventArgs<typeof admissionAbi, "BadKeySignalled">>;

/** Says that the caller's wrapped key does not open its batch, and gives the seat up. */
export async function signalBadKey(
  client: AssayWallet,
  parameters: SignalBadKeyParameters,
): Promise<SignalBadKeyReturnType> {
  const { deployment, roundId, seat } = parameters;
  const address = deployment.addresses.admission;
  const data = encodeFunctionData({ abi: admissionAbi, functionName: "signalBadKey", args: [roundId, seat] });
  return eventOf(await transact(client, address, data), { address, abi: admissionAbi, eventName: "BadKeySignalled" });
}
