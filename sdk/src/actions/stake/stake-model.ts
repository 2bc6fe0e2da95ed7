import { encodeFunctionData } from "viem";
import { stakeManagerAbi } from "../../abi.ts";
import type { Deployment } from "../../deployment.ts";
import { approveIfNeeded } from "../token/approve-if-needed.ts";
import { type AssayWallet, type EventArgs, eventOf, type Sent, transact } from "../transaction.ts";

/** Parameters of {@link stakeModel}. */
export type StakeModelParameters = {
  deployment: Deployment;
  modelId: bigint;
  /** token wei */
  amount: bigint;
};

/** ModelStaked's arguments and the transaction. */
export type StakeModelReturnType = Sent<EventArgs<typeof stakeManagerAbi, "ModelStaked">>;

/** Stakes tokens on the caller's model, approving them first if needed. Stake buys exposure, not a pass. */
export async function stakeModel(client: AssayWallet, parameters: StakeModelParameters): Promise<StakeModelReturnType> {
  const { deployment, modelId, amount } = parameters;
  const address = deployment.addresses.stake;
  await approveIfNeeded(client, { deployment, spender: address, amount });
  const data = encodeFunctionData({ abi: stakeManagerAbi, functionName: "stakeModel", args: [modelId, amount] });
  return eventOf(await transact(client, address, data), { address, abi: stakeManagerAbi, eventName: "ModelStaked" });
}
