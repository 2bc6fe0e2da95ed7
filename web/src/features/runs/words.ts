import type { JobRecord } from "../../data/entities/useRuns.ts";

export const RUN_TONES = {
  queued: "plain",
  running: "accent",
  done: "good",
  failed: "bad",
  cancelled: "warn",
} as const;

type Curves = Pick<JobRecord, "state" | "loss" | "validation">;

/** What came of a run, in a few words: for a list. */
export function resultWords({ state, validation }: Curves): string | undefined {
  const last = validation.at(-1);
  return state === "done" && last ? `held-out loss ${last.loss.toFixed(3)}` : undefined;
}

/** What came of a finished run, in a sentence: the first line of its page. */
export function resultSentence({ loss, validation }: Omit<Curves, "state">): string {
  const [first, last] = [validation[0], validation.at(-1)];
  if (last === undefined) {
    const training = loss.at(-1);
    return training === undefined
      ? "Done. It reported no loss."
      : `Done. Training loss ${training.loss.toFixed(3)}; nothing was held out to check it on.`;
  }
  const before =
    first === undefined || first.step === last.step ? "" : `, from ${first.loss.toFixed(3)} at step ${first.step}`;
  return `Held-out loss ${last.loss.toFixed(3)} after ${last.step} steps${before}.`;
}
