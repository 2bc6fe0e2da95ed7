import { encodeFunctionData } from "viem";
import { auditsAbi } from "../../abi.ts";
import type { Deployment } from "../../deployment.ts";
import { type AssayWallet, type EventArgs, eventOf, type Sent, transact } from "../transaction.ts";

/** Parameters of {@link requestAudit}. */
export type RequestAuditParameters = {
  deployment: Deployment;
  roundId: bigint;
};

/** AuditRequested's arguments and the transaction. */
export type RequestAuditReturnType = Sent<EventArgs<typeof auditsAbi, "AuditRequested">>;

/** Fixes the epoch whose seed draws the audited trials. Anyone, once the reveals are closed. */
export async function requestAudit(
  client: AssayWallet,
  parameters: RequestAuditParameters,
): Promise<RequestAuditReturnType> {
  const { deployment, roundId } = parameters;
  const address = deployment.addresses.audits;
  const data = encodeFunctionData({ abi: auditsAbi, functionName: "requestAudit", args: [roundId] });
  return eventOf(await transact(client, address, data), { address, abi: auditsAbi, eventName: "AuditRequested" });
}
