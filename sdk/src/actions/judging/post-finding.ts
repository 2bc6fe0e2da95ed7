import { encodeFunctionData, type Hex } from "viem";
import { auditsAbi } from "../../abi.ts";
import type { Deployment } from "../../deployment.ts";
import { type AssayWallet, type EventArgs, eventOf, type Sent, transact } from "../transaction.ts";
import type { TrialHashesInput, TrialPathInput } from "./inputs.ts";

/** Parameters of {@link postFinding}. */
export type PostFindingParameters = {
  deployment: Deployment;
  roundId: bigint;
  auditedSeat: number;
  /** hash of the auditor's log */
  resultHash: Hex;
  /** number of the drawn trial that is wrong */
  index: number;
  trial: TrialHashesInput;
  path: TrialPathInput;
  /** the evidence jurors get */
  cid: string;
};

/** AuditPosted's arguments and the transaction. */
export type PostFindingReturnType = Sent<EventArgs<typeof auditsAbi, "AuditPosted">>;

/** States that a drawn trial is wrong, which opens a challenge without a bond. Only the seat's auditor, once. */
export async function postFinding(
  client: AssayWallet,
  parameters: PostFindingParameters,
): Promise<PostFindingReturnType> {
  const { deployment, roundId, auditedSeat, resultHash, index, trial, path, cid } = parameters;
  const address = deployment.addresses.audits;
  const data = encodeFunctionData({
    abi: auditsAbi,
    functionName: "postFinding",
    args: [roundId, auditedSeat, resultHash, BigInt(index), trial, path, cid],
  });
  return eventOf(await transact(client, address, data), { address, abi: auditsAbi, eventName: "AuditPosted" });
}
