import { encodeFunctionData } from "viem";
import { stakeManagerAbi } from "../../abi.ts";
import type { Deployment } from "../../deployment.ts";
import { type AssayWallet, type EventArgs, eventOf, type Sent, transact } from "../transaction.ts";

/** Parameters of {@link exitBond}. */
export type ExitBondParameters = {
  deployment: Deployment;
  datanetId: bigint;
  /** token wei */
  amount: bigint;
};

/** BondExited's arguments and the transaction. */
export type ExitBondReturnType = Sent<EventArgs<typeof stakeManagerAbi, "BondExited">>;

/** Starts the exit of bond that no running round binds. Only the datanet's custodian. */
export async function exitBond(client: AssayWallet, parameters: ExitBondParameters): Promise<ExitBondReturnType> {
  const { deployment, datanetId, amount } = parameters;
  const address = deployment.addresses.stake;
  const data = encodeFunctionData({ abi: stakeManagerAbi, functionName: "exitBond", args: [datanetId, amount] });
  return eventOf(await transact(client, address, data), { address, abi: stakeManagerAbi, eventName: "BondExited" });
}
