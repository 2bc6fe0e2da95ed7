import Type, { type Static } from "typebox";
import { CountField, SecondsField } from "./fields.ts";

/**
 * What it took to come to a model, beside its own training: everything one requester did on one datanet, as its trainer
 * kept count. Self-reported by the trainer, so it is shown and decides nothing.
 */
export const Cleanup = Type.Object({
  /** private runs of the suite that were asked for, whatever became of them */
  rehearsals: CountField,
  /** other runs that were cancelled, failed, or ended and were never registered */
  discardedRuns: CountField,
  /** answers that were edited into what they should be */
  rowEdits: CountField,
  /** rounds that refused a model of these runs */
  rejectedDrafts: CountField,
  /** busy seconds times threads of the rehearsals and the discarded runs */
  cpuSeconds: SecondsField,
});
export type Cleanup = Static<typeof Cleanup>;
