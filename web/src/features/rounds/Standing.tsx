import { wordText } from "../../ui/format.ts";
import { Note } from "../../ui/index.ts";
import type { RoundRecord } from "./useRounds.ts";
import { voidSentence } from "./words.ts";

/** What stands out about a round, in words: why it is void, what holds it, what its result can give at most. */
export function Standing({ round }: { round: RoundRecord }) {
  return (
    <>
      {round.voidReason && (
        <Note tone="warn">
          {voidSentence(wordText(round.voidReason))} No decision; what was left of the fee went back to the publisher.
        </Note>
      )}
      {!round.closedAt && round.heldCount > 0 && (
        <Note tone="warn">
          {round.heldCount === 1 ? "One question is" : `${round.heldCount} questions are`} open about this round. The
          round can't become final before {round.heldCount === 1 ? "it is" : "they are"} decided. Each question has its
          own deadline.
        </Note>
      )}
      {round.convictedCount > 0 && (
        <Note tone="bad">
          {round.convictedCount === 1 ? "One seat was" : `${round.convictedCount} seats were`} proven wrong. It loses
          its unit, and its result does not count.
        </Note>
      )}
      {round.selfSet && (
        <Note>
          {round.selfSetWeight && round.selfSetTotalWeight
            ? `${Math.round((100 * Number(round.selfSetWeight)) / Math.max(1, Number(round.selfSetTotalWeight)))}% of this exam was written by the model's publisher or the curator`
            : "The model's publisher or the curator wrote part of this exam"}
          , so a pass gives probation at most.
        </Note>
      )}
    </>
  );
}
