import type { rewardDistributorAbi } from "../../abi.ts";
import type { CallParameters } from "../../calls/call.ts";
import * as rewards from "../../calls/rewards.ts";
import { readParams } from "../params/read-params.ts";
import { approveIfNeeded } from "../token/approve-if-needed.ts";
import { type AssayWallet, type EventArgs, type Sent, transactFor } from "../transaction.ts";

/** Parameters of {@link objectToEpoch}. */
export type ObjectToEpochParameters = CallParameters<typeof rewards.object>;

/** EpochObjected's arguments and the transaction. */
export type ObjectToEpochReturnType = Sent<EventArgs<typeof rewardDistributorAbi, "EpochObjected">>;

/**
 * Asks a jury to recompute the pending epoch, with a bond. Lost if the jury finds what was posted; else the epoch is
 * discarded and the objector earns half of the poster's bond less the jurors' pay.
 */
export async function objectToEpoch(
  client: AssayWallet,
  parameters: ObjectToEpochParameters,
): Promise<ObjectToEpochReturnType> {
  const { deployment } = parameters;
  const { challengeBond } = await readParams(client, { deployment });
  const call = rewards.object(deployment, parameters);
  await approveIfNeeded(client, { deployment, spender: call.address, amount: challengeBond });
  return transactFor(client, call, "EpochObjected");
}
