import { field, type SentenceBook, time } from "./sentence.ts";

/** Sentences for the errors of pause, votes and the bounds of governance itself. */
export const GOVERNANCE_SENTENCES: SentenceBook = {
  EntriesArePaused: (a) => ({
    sentence: `New business is paused until ${time(a.until)}.`,
    hint: "What is running goes on, and withdrawals work.",
  }),
  EntriesAreOpen: () => ({ sentence: "Nothing is paused." }),
  PauseTooSoon: (a) => ({ sentence: `The guardian can pause again from ${time(a.nextPauseAt)} on.` }),
  NotGuardian: (a) => ({ sentence: `Only the guardian ${a.guardian} may pause, not ${a.caller}.` }),
  NotGuardianOrOwner: (a) => ({ sentence: `Only the guardian or the owner may do this, not ${a.caller}.` }),
  RuleOutOfBounds: (a) => ({
    sentence: `The vote's ${field(a.rule)} must lie in ${a.min} .. ${a.max}, not ${a.value}.`,
  }),
  DelayOutOfBounds: (a) => ({
    sentence: `The timelock's delay must lie in ${a.min} .. ${a.max} seconds, not ${a.delay}.`,
  }),
  NotTransferable: () => ({ sentence: "Votes cannot be passed on; unwrap them and send the tokens." }),
};
