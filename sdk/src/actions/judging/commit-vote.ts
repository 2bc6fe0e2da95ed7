import { encodeFunctionData, type Hex } from "viem";
import { juryAbi } from "../../abi.ts";
import type { Deployment } from "../../deployment.ts";
import { type AssayWallet, type EventArgs, eventOf, type Sent, transact } from "../transaction.ts";

/** Parameters of {@link commitVote}. */
export type CommitVoteParameters = {
  deployment: Deployment;
  caseId: bigint;
  juror: number;
  /** voteCommitment */
  commitment: Hex;
};

/** VoteCommitted's arguments and the transaction. */
export type CommitVoteReturnType = Sent<EventArgs<typeof juryAbi, "VoteCommitted">>;

/** Commits a juror's vote. */
export async function commitVote(client: AssayWallet, parameters: CommitVoteParameters): Promise<CommitVoteReturnType> {
  const { deployment, caseId, juror, commitment } = parameters;
  const address = deployment.addresses.jury;
  const data = encodeFunctionData({ abi: juryAbi, functionName: "commitVote", args: [caseId, juror, commitment] });
  return eventOf(await transact(client, address, data), { address, abi: juryAbi, eventName: "VoteCommitted" });
}
