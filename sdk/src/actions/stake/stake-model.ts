import type { stakeManagerAbi } from "../../abi.ts";
import type { CallParameters } from "../../calls/call.ts";
import * as stake from "../../calls/stake.ts";
import { approveIfNeeded } from "../token/approve-if-needed.ts";
import { type AssayWallet, type EventArgs, type Sent, transactFor } from "../transaction.ts";

/** Parameters of {@link stakeModel}. */
export type StakeModelParameters = CallParameters<typeof stake.stakeModel>;

/** ModelStaked's arguments and the transaction. */
export type StakeModelReturnType = Sent<EventArgs<typeof stakeManagerAbi, "ModelStaked">>;

/** Stakes tokens on the caller's model, approving them first if needed. Stake buys exposure, not a pass. */
export async function stakeModel(client: AssayWallet, parameters: StakeModelParameters): Promise<StakeModelReturnType> {
  const { deployment, amount } = parameters;
  const call = stake.stakeModel(deployment, parameters);
  await approveIfNeeded(client, { deployment, spender: call.address, amount });
  return transactFor(client, call, "ModelStaked");
}
