import { encodeFunctionData, type Hex } from "viem";
import { rewardDistributorAbi } from "../../abi.ts";
import type { Deployment } from "../../deployment.ts";
import { readParams } from "../params/read-params.ts";
import { approveIfNeeded } from "../token/approve-if-needed.ts";
import { type AssayWallet, type EventArgs, eventOf, type Sent, transact } from "../transaction.ts";

/** Parameters of {@link objectToEpoch}. */
export type ObjectToEpochParameters = {
  deployment: Deployment;
  /** epochFact of the pending epoch */
  posted: Hex;
  /** the fact found instead */
  recomputed: Hex;
  evidenceCid: string;
};

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
  const { deployment, posted, recomputed, evidenceCid } = parameters;
  const address = deployment.addresses.rewards;
  const { challengeBond } = await readParams(client, { deployment });
  await approveIfNeeded(client, { deployment, spender: address, amount: challengeBond });
  const data = encodeFunctionData({
    abi: rewardDistributorAbi,
    functionName: "object",
    args: [posted, recomputed, evidenceCid],
  });
  return eventOf(await transact(client, address, data), {
    address,
    abi: rewardDistributorAbi,
    eventName: "EpochObjected",
  });
}
