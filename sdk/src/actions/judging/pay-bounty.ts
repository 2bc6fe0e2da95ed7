import { encodeFunctionData } from "viem";
import { fraudProofsAbi } from "../../abi.ts";
import type { Deployment } from "../../deployment.ts";
import { type AssayWallet, type EventArgs, eventOf, type Sent, transact } from "../transaction.ts";

/** Parameters of {@link payBounty}. */
export type PayBountyParameters = {
  deployment: Deployment;
  announcement: bigint;
};

/** BountyPaid's arguments and the transaction. */
export type PayBountyReturnType = Sent<EventArgs<typeof fraudProofsAbi, "BountyPaid">>;

/** Pays a bounty to its announcer once no earlier announcer can take it over. Anyone. */
export async function payBounty(client: AssayWallet, parameters: PayBountyParameters): Promise<PayBountyReturnType> {
  const { deployment, announcement } = parameters;
  const address = deployment.addresses.fraudProofs;
  const data = encodeFunctionData({ abi: fraudProofsAbi, functionName: "payBounty", args: [announcement] });
  return eventOf(await transact(client, address, data), { address, abi: fraudProofsAbi, eventName: "BountyPaid" });
}
