import type { stakeManagerAbi } from "../../abi.ts";
import type { CallParameters } from "../../calls/call.ts";
import * as stake from "../../calls/stake.ts";
import { type AssayWallet, type EventArgs, type Sent, transactFor } from "../transaction.ts";

/** Parameters of {@link withdrawStake}. */
export type WithdrawStakeParameters = CallParameters<typeof stake.withdraw>;

/** Withdrawn's arguments and the transaction. */
export type WithdrawStakeReturnType = Sent<EventArgs<typeof stakeManagerAbi, "Withdrawn">>;

/** Takes what has cooled down, of evaluator units and model stake alike. */
export async function withdrawStake(
  client: AssayWallet,
  parameters: WithdrawStakeParameters,
): Promise<WithdrawStakeReturnType> {
  return transactFor(client, stake.withdraw(parameters.deployment), "Withdrawn");
}
