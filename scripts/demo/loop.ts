/** The main job: from rows to a paid answer and a claim, once, with everything measured. */
import { admit, type Decision } from "./admit.ts";
import { type ClaimRow, type Share, settleAndClaim, waitShares } from "./claims.ts";
import type { DemoContext } from "./context.ts";
import type { DemoData } from "./data.ts";
import { type PaidAnswer, payForAnswer } from "./pay.ts";
import { publishData } from "./publishData.ts";
import { type Accuracy, train } from "./train.ts";

export type LoopResult = {
  rows: { contributor: string; rows: number }[];
  loss: { first: number; last: number };
  accuracy: { base: Accuracy; tuned: Accuracy };
  decision: Decision;
  answer: PaidAnswer;
  shares: Share[];
  claims: ClaimRow[];
};

export async function runLoop(
  context: DemoContext,
  data: DemoData,
  base: string,
  question: string,
): Promise<LoopResult> {
  const published = await publishData(context, data);
  const trained = await train(context, published, base);
  const decision = await admit(context, trained);
  const answer = await payForAnswer(context, decision.modelId, decision.state, question);
  const shares = await waitShares(context, decision.modelId, decision.roundId);
  const claims = await settleAndClaim(context, decision.modelId, shares);
  return {
    rows: data.contributions.map(({ contributor, rows }) => ({ contributor, rows })),
    loss: trained.loss,
    accuracy: trained.result.accuracy,
    decision,
    answer,
    shares,
    claims,
  };
}
