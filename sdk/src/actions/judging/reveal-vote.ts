import { encodeFunctionData, type Hex } from "viem";
import { juryAbi } from "../../abi.ts";
import type { Deployment } from "../../deployment.ts";
import { type AssayWallet, type EventArgs, eventOf, type Sent, transact } from "../transaction.ts";

/** Parameters of {@link revealVote}. */
export type RevealVoteParameters = {
  deployment: Deployment;
  caseId: bigint;
  juror: number;
  /** CLEAN or badAnswer */
  answer: Hex;
  /** noisy margin in millionths */
  margin: bigint;
  salt: Hex;
};

/** VoteRevealed's arguments and the transaction. */
export type RevealVoteReturnType = Sent<EventArgs<typeof juryAbi, "VoteRevealed">>;

/** Opens a juror's committed vote. */
export async function revealVote(client: AssayWallet, parameters: RevealVoteParameters): Promise<RevealVoteReturnType> {
  const { deployment, caseId, juror, answer, margin, salt } = parameters;
  const address = deployment.addresses.jury;
  const data = encodeFunctionData({
    abi: juryAbi,
    functionName: "revealVote",
    args: [caseId, juror, answer, margin, salt],
  });
  return eventOf(await transact(client, address, data), { address, abi: juryAbi, eventName: "VoteRevealed" });
}
