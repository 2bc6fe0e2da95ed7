import { encodeFunctionData } from "viem";
import { stakeManagerAbi } from "../../abi.ts";
import type { Deployment } from "../../deployment.ts";
import { type AssayWallet, type EventArgs, eventOf, type Sent, transact } from "../transaction.ts";

/** Parameters of {@link unstakeUnits}. */
export type UnstakeUnitsParameters = {
  deployment: Deployment;
  units: bigint;
};

/** EvaluatorUnstaked's arguments and the transaction. */
export type UnstakeUnitsReturnType = Sent<EventArgs<typeof stakeManagerAbi, "EvaluatorUnstaked">>;

/** Starts the exit of free units; the tokens leave after the cooldown by withdrawStake. */
export async function unstakeUnits(
  client: AssayWallet,
  parameters: UnstakeUnitsParameters,
): Promise<UnstakeUnitsReturnType> {
  const { deployment, units } = parameters;
  const address = deployment.addresses.stake;
  const data = encodeFunctionData({ abi: stakeManagerAbi, functionName: "unstakeUnits", args: [units] });
  return eventOf(await transact(client, address, data), {
    address,
    abi: stakeManagerAbi,
    eventName: "EvaluatorUnstaked",
  });
}
