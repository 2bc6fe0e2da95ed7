import { juryAbi } from "../../abi.ts";
import * as availability from "../../calls/availability.ts";
import * as challenges from "../../calls/challenges.ts";
import * as jury from "../../calls/jury.ts";
import type { Deployment } from "../../deployment.ts";
import { type AssayWallet, type EventArgs, type Sent, transactFor } from "../transaction.ts";

const CALLS = {
  jury: jury.withdrawCredit,
  challenges: challenges.withdrawCredit,
  availability: availability.withdrawCredit,
};

/** Parameters of {@link withdrawJudgeCredit}. */
export type WithdrawJudgeCreditParameters = {
  deployment: Deployment;
  /** The contract that holds it. */
  judge: keyof typeof CALLS;
};

/** CreditWithdrawn's arguments and the transaction. */
export type WithdrawJudgeCreditReturnType = Sent<EventArgs<typeof juryAbi, "CreditWithdrawn">>;

/** Takes what a judging contract holds for the caller: jurors' pay, bonds that came back, bounties. */
export async function withdrawJudgeCredit(
  client: AssayWallet,
  parameters: WithdrawJudgeCreditParameters,
): Promise<WithdrawJudgeCreditReturnType> {
  // The three have it from one contract that they extend, so the jury's ABI describes them all.
  const { address, functionName } = CALLS[parameters.judge](parameters.deployment);
  return transactFor(client, { address, abi: juryAbi, functionName }, "CreditWithdrawn");
}
