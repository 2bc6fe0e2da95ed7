import { encodeFunctionData } from "viem";
import { stakeManagerAbi } from "../../abi.ts";
import type { Deployment } from "../../deployment.ts";
import { type AssayWallet, type EventArgs, eventOf, type Sent, transact } from "../transaction.ts";

/** Parameters of {@link withdrawStake}. */
export type WithdrawStakeParameters = { deployment: Deployment };

/** Withdrawn's arguments and the transaction. */
export type WithdrawStakeReturnType = Sent<EventArgs<typeof stakeManagerAbi, "Withdrawn">>;

/** Takes what has cooled down, of evaluator units and model stake alike. */
export async function withdrawStake(
  client: AssayWallet,
  parameters: WithdrawStakeParameters,
): Promise<WithdrawStakeReturnType> {
  const { deployment } = parameters;
  const address = deployment.addresses.stake;
  const data = encodeFunctionData({ abi: stakeManagerAbi, functionName: "withdraw" });
  return eventOf(await transact(client, address, data), { address, abi: stakeManagerAbi, eventName: "Withdrawn" });
}
