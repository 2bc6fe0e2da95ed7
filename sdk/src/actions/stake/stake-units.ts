import { encodeFunctionData } from "viem";
import { stakeManagerAbi } from "../../abi.ts";
import type { Deployment } from "../../deployment.ts";
import { readParams } from "../params/read-params.ts";
import { approveIfNeeded } from "../token/approve-if-needed.ts";
import { type AssayWallet, type EventArgs, eventOf, type Sent, transact } from "../transaction.ts";

/** Parameters of {@link stakeUnits}. */
export type StakeUnitsParameters = {
  deployment: Deployment;
  units: bigint;
};

/** EvaluatorStaked's arguments and the transaction. */
export type StakeUnitsReturnType = Sent<EventArgs<typeof stakeManagerAbi, "EvaluatorStaked">>;

/** Stakes whole sortition units of the current parameter set, approving their price first if needed. */
export async function stakeUnits(client: AssayWallet, parameters: StakeUnitsParameters): Promise<StakeUnitsReturnType> {
  const { deployment, units } = parameters;
  const address = deployment.addresses.stake;
  const { stakeUnit } = await readParams(client, { deployment });
  await approveIfNeeded(client, { deployment, spender: address, amount: units * stakeUnit });
  const data = encodeFunctionData({ abi: stakeManagerAbi, functionName: "stakeUnits", args: [units] });
  return eventOf(await transact(client, address, data), {
    address,
    abi: stakeManagerAbi,
    eventName: "EvaluatorStaked",
  });
}
