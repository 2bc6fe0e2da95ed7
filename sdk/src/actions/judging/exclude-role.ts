import { encodeFunctionData } from "viem";
import { seatExclusionsAbi } from "../../abi.ts";
import type { Deployment } from "../../deployment.ts";
import { type AssayWallet, type EventArgs, eventOf, type Sent, transact } from "../transaction.ts";

/** Parameters of {@link excludeRole}. */
export type ExcludeRoleParameters = {
  deployment: Deployment;
  roundId: bigint;
  seat: number;
};

/** RoleExcluded's arguments and the transaction. */
export type ExcludeRoleReturnType = Sent<EventArgs<typeof seatExclusionsAbi, "RoleExcluded">>;

/** Excludes a seat of the model's publisher or trainer, or the datanet's curator or custodian. Anyone. */
export async function excludeRole(
  client: AssayWallet,
  parameters: ExcludeRoleParameters,
): Promise<ExcludeRoleReturnType> {
  const { deployment, roundId, seat } = parameters;
  const address = deployment.addresses.exclusions;
  const data = encodeFunctionData({ abi: seatExclusionsAbi, functionName: "excludeRole", args: [roundId, seat] });
  return eventOf(await transact(client, address, data), { address, abi: seatExclusionsAbi, eventName: "RoleExcluded" });
}
