import { encodeFunctionData } from "viem";
import { rewardDistributorAbi } from "../../abi.ts";
import type { Deployment } from "../../deployment.ts";
import { type AssayWallet, type EventArgs, eventOf, type Sent, transact } from "../transaction.ts";

/** Parameters of {@link settleObjection}. */
export type SettleObjectionParameters = { deployment: Deployment; caseId: bigint };

/** ObjectionSettled's arguments and the transaction. */
export type SettleObjectionReturnType = Sent<EventArgs<typeof rewardDistributorAbi, "ObjectionSettled">>;

/** Acts on what the jury decided about an epoch; anyone, once its case is closed. */
export async function settleObjection(
  client: AssayWallet,
  parameters: SettleObjectionParameters,
): Promise<SettleObjectionReturnType> {
  const { deployment, caseId } = parameters;
  const address = deployment.addresses.rewards;
  const data = encodeFunctionData({ abi: rewardDistributorAbi, functionName: "settleObjection", args: [caseId] });
  return eventOf(await transact(client, address, data), {
    address,
    abi: rewardDistributorAbi,
    eventName: "ObjectionSettled",
  });
}
