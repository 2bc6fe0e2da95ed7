import { encodeFunctionData } from "viem";
import { auditsAbi } from "../../abi.ts";
import type { Deployment } from "../../deployment.ts";
import { type AssayWallet, type EventArgs, eventOf, type Sent, transact } from "../transaction.ts";

/** Parameters of {@link drawAudit}. */
export type DrawAuditParameters = {
  deployment: Deployment;
  roundId: bigint;
};

/** AuditDrawn's arguments and the transaction. */
export type DrawAuditReturnType = Sent<EventArgs<typeof auditsAbi, "AuditDrawn">>;

/** Stores the audits' seed once it is known. Anyone; posting an audit does it too. */
export async function drawAudit(client: AssayWallet, parameters: DrawAuditParameters): Promise<DrawAuditReturnType> {
  const { deployment, roundId } = parameters;
  const address = deployment.addresses.audits;
  const data = encodeFunctionData({ abi: auditsAbi, functionName: "drawAudit", args: [roundId] });
  return eventOf(await transact(client, address, data), { address, abi: auditsAbi, eventName: "AuditDrawn" });
}
