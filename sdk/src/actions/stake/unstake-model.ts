import { encodeFunctionData } from "viem";
import { stakeManagerAbi } from "../../abi.ts";
import type { Deployment } from "../../deployment.ts";
import { type AssayWallet, type EventArgs, eventOf, type Sent, transact } from "../transaction.ts";

/** Parameters of {@link unstakeModel}. */
export type UnstakeModelParameters = {
  deployment: Deployment;
  modelId: bigint;
  /** token wei */
  amount: bigint;
};

/** ModelUnstaked's arguments and the transaction. */
export type UnstakeModelReturnType = Sent<EventArgs<typeof stakeManagerAbi, "ModelUnstaked">>;

/** Starts the exit of stake from a model that is in no open round. Only its publisher. */
export async function unstakeModel(
  client: AssayWallet,
  parameters: UnstakeModelParameters,
): Promise<UnstakeModelReturnType> {
  const { deployment, modelId, amount } = parameters;
  const address = deployment.addresses.stake;
  const data = encodeFunctionData({ abi: stakeManagerAbi, functionName: "unstakeModel", args: [modelId, amount] });
  return eventOf(await transact(client, address, data), { address, abi: stakeManagerAbi, eventName: "ModelUnstaked" });
}
