import type { stakeManagerAbi } from "../../abi.ts";
import type { CallParameters } from "../../calls/call.ts";
import * as stake from "../../calls/stake.ts";
import { type AssayWallet, type EventArgs, type Sent, transactFor } from "../transaction.ts";

/** Parameters of {@link unstakeUnits}. */
export type UnstakeUnitsParameters = CallParameters<typeof stake.unstakeUnits>;

/** EvaluatorUnstaked's arguments and the transaction. */
export type UnstakeUnitsReturnType = Sent<EventArgs<typeof stakeManagerAbi, "EvaluatorUnstaked">>;

/** Starts the exit of free units; the tokens leave after the cooldown by withdrawStake. */
export async function unstakeUnits(
  client: AssayWallet,
  parameters: UnstakeUnitsParameters,
): Promise<UnstakeUnitsReturnType> {
  return transactFor(client, stake.unstakeUnits(parameters.deployment, parameters), "EvaluatorUnstaked");
}
