import { encodeFunctionData, type Hex } from "viem";
import { auditsAbi } from "../../abi.ts";
import type { Deployment } from "../../deployment.ts";
import { type AssayWallet, type EventArgs, eventOf, type Sent, transact } from "../transaction.ts";

/** Parameters of {@link postAudit}. */
export type PostAuditParameters = {
  deployment: Deployment;
  roundId: bigint;
  auditedSeat: number;
  /** hash of the auditor's log */
  resultHash: Hex;
  cid: string;
};

/** AuditPosted's arguments and the transaction. */
export type PostAuditReturnType = Sent<EventArgs<typeof auditsAbi, "AuditPosted">>;

/** States that every drawn trial of the audited seat was as revealed. Only its auditor, once. */
export async function postAudit(client: AssayWallet, parameters: PostAuditParameters): Promise<PostAuditReturnType> {
  const { deployment, roundId, auditedSeat, resultHash, cid } = parameters;
  const address = deployment.addresses.audits;
  const data = encodeFunctionData({
    abi: auditsAbi,
    functionName: "postAudit",
    args: [roundId, auditedSeat, resultHash, cid],
  });
  return eventOf(await transact(client, address, data), { address, abi: auditsAbi, eventName: "AuditPosted" });
}
