import { encodeFunctionData } from "viem";
import { rewardDistributorAbi } from "../../abi.ts";
import type { Deployment } from "../../deployment.ts";
import { type AssayWallet, type EventArgs, eventOf, type Sent, transact } from "../transaction.ts";

/** Parameters of {@link returnBond}. */
export type ReturnBondParameters = {
  deployment: Deployment;
  epoch: bigint;
};

/** BondReturned's arguments and the transaction. */
export type ReturnBondReturnType = Sent<EventArgs<typeof rewardDistributorAbi, "BondReturned">>;

/** Returns the poster's bond once its epoch is final. */
export async function returnBond(client: AssayWallet, parameters: ReturnBondParameters): Promise<ReturnBondReturnType> {
  const { deployment, epoch } = parameters;
  const address = deployment.addresses.rewards;
  const data = encodeFunctionData({ abi: rewardDistributorAbi, functionName: "returnBond", args: [epoch] });
  return eventOf(await transact(client, address, data), {
    address,
    abi: rewardDistributorAbi,
    eventName: "BondReturned",
  });
}
