import type { rewardDistributorAbi } from "../../abi.ts";
import * as rewards from "../../calls/rewards.ts";
import type { Deployment } from "../../deployment.ts";
import { readParams } from "../params/read-params.ts";
import { approveIfNeeded } from "../token/approve-if-needed.ts";
import { type AssayWallet, type EventArgs, type Sent, transactFor } from "../transaction.ts";

/** Parameters of {@link postEpoch}. */
export type PostEpochParameters = { deployment: Deployment } & rewards.EpochInput;

/** EpochPosted's arguments and the transaction. */
export type PostEpochReturnType = Sent<EventArgs<typeof rewardDistributorAbi, "EpochPosted">>;

/** Posts the next reward epoch with its bond, once the one before is final. It must pay more than that one. */
export async function postEpoch(client: AssayWallet, parameters: PostEpochParameters): Promise<PostEpochReturnType> {
  const { deployment, ...input } = parameters;
  const { epochBond } = await readParams(client, { deployment });
  const call = rewards.postEpoch(deployment, { input });
  await approveIfNeeded(client, { deployment, spender: call.address, amount: epochBond });
  return transactFor(client, call, "EpochPosted");
}
