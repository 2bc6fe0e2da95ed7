import type { stakeManagerAbi } from "../../abi.ts";
import type { CallParameters } from "../../calls/call.ts";
import * as stake from "../../calls/stake.ts";
import { approveIfNeeded } from "../token/approve-if-needed.ts";
import { type AssayWallet, type EventArgs, type Sent, transactFor } from "../transaction.ts";

/** Parameters of {@link postBond}. */
export type PostBondParameters = CallParameters<typeof stake.postBond>;

/** BondPosted's arguments and the transaction. */
export type PostBondReturnType = Sent<EventArgs<typeof stakeManagerAbi, "BondPosted">>;

/** Bonds the caller as a datanet's custodian, approving the tokens first if needed; running rounds bind part of it. */
export async function postBond(client: AssayWallet, parameters: PostBondParameters): Promise<PostBondReturnType> {
  const { deployment, amount } = parameters;
  const call = stake.postBond(deployment, parameters);
  await approveIfNeeded(client, { deployment, spender: call.address, amount });
  return transactFor(client, call, "BondPosted");
}
