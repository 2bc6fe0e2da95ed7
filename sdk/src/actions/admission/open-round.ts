import { encodeFunctionData } from "viem";
import { admissionAbi } from "../../abi.ts";
import type { Deployment } from "../../deployment.ts";
import { approveIfNeeded } from "../token/approve-if-needed.ts";
import { type AssayWallet, type EventArgs, eventOf, type Sent, transact } from "../transaction.ts";

/** Parameters of {@link openRound}. */
export type OpenRoundParameters = {
  deployment: Deployment;
  modelId: bigint;
  /** token wei */
  maxFee: bigint;
};

/** RoundOpened's arguments and the transaction. */
export type OpenRoundReturnType = Sent<EventArgs<typeof admissionAbi, "RoundOpened">>;

/**
 * Opens a round for the caller's model, approving the fee first if needed. The fee doubles with each attempt in the
 * window; `maxFee` is the most the caller pays.
 */
export async function openRound(client: AssayWallet, parameters: OpenRoundParameters): Promise<OpenRoundReturnType> {
  const { deployment, modelId, maxFee } = parameters;
  const address = deployment.addresses.admission;
  await approveIfNeeded(client, { deployment, spender: address, amount: maxFee });
  const data = encodeFunctionData({ abi: admissionAbi, functionName: "openRound", args: [modelId, maxFee] });
  return eventOf(await transact(client, address, data), { address, abi: admissionAbi, eventName: "RoundOpened" });
}
