import type { stakeManagerAbi } from "../../abi.ts";
import type { CallParameters } from "../../calls/call.ts";
import * as stake from "../../calls/stake.ts";
import { readParams } from "../params/read-params.ts";
import { approveIfNeeded } from "../token/approve-if-needed.ts";
import { type AssayWallet, type EventArgs, type Sent, transactFor } from "../transaction.ts";

/** Parameters of {@link stakeUnits}. */
export type StakeUnitsParameters = CallParameters<typeof stake.stakeUnits>;

/** EvaluatorStaked's arguments and the transaction. */
export type StakeUnitsReturnType = Sent<EventArgs<typeof stakeManagerAbi, "EvaluatorStaked">>;

/** Stakes whole sortition units of the current parameter set, approving their price first if needed. */
export async function stakeUnits(client: AssayWallet, parameters: StakeUnitsParameters): Promise<StakeUnitsReturnType> {
  const { deployment, units } = parameters;
  const { stakeUnit } = await readParams(client, { deployment });
  const call = stake.stakeUnits(deployment, parameters);
  await approveIfNeeded(client, { deployment, spender: call.address, amount: units * stakeUnit });
  return transactFor(client, call, "EvaluatorStaked");
}
