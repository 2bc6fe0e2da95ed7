import { encodeFunctionData } from "viem";
import { stakeManagerAbi } from "../../abi.ts";
import type { Deployment } from "../../deployment.ts";
import { approveIfNeeded } from "../token/approve-if-needed.ts";
import { type AssayWallet, type EventArgs, eventOf, type Sent, transact } from "../transaction.ts";

/** Parameters of {@link postBond}. */
export type PostBondParameters = {
  deployment: Deployment;
  datanetId: bigint;
  /** token wei */
  amount: bigint;
};

/** BondPosted's arguments and the transaction. */
export type PostBondReturnType = Sent<EventArgs<typeof stakeManagerAbi, "BondPosted">>;

/** Bonds the caller as a datanet's custodian, approving the tokens first if needed; running rounds bind part of it. */
export async function postBond(client: AssayWallet, parameters: PostBondParameters): Promise<PostBondReturnType> {
  const { deployment, datanetId, amount } = parameters;
  const address = deployment.addresses.stake;
  await approveIfNeeded(client, { deployment, spender: address, amount });
  const data = encodeFunctionData({ abi: stakeManagerAbi, functionName: "postBond", args: [datanetId, amount] });
  return eventOf(await transact(client, address, data), { address, abi: stakeManagerAbi, eventName: "BondPosted" });
}
