import Type, { type Static } from "typebox";
import { AmountField, CountField, NameField, SecondsField, TextField } from "./fields.ts";
import { TranscriptTrial } from "./transcript.ts";

const Share = Type.Number({ minimum: 0, maximum: 1 });

/** A condition in a rehearsal, and what it promises for the round. */
export const RehearsedCondition = Type.Object({
  condition: NameField,
  lane: Type.Integer({ minimum: 0, maximum: 15 }),
  gated: Type.Boolean(),
  /** items whose trials all passed */
  passes: CountField,
  total: CountField,
  /** one-sided 95% Clopper-Pearson bound of the share */
  lowerBound: Share,
  /** passes that the gate would ask of as many items as were rehearsed; absent where there is none */
  needed: Type.Optional(CountField),
  /** predicted probability that the round reaches this gate; absent where there is none */
  chance: Type.Optional(Share),
});
export type RehearsedCondition = Static<typeof RehearsedCondition>;

/** An item that failed at least one trial, with the failed trials. */
export const FailingItem = Type.Object({
  slot: CountField,
  /** row of the data version */
  rowIndex: CountField,
  text: TextField,
  expected: TextField,
  trials: Type.Array(TranscriptTrial),
});

/** What a rehearsal gave. It stays with the trainer: neither pinned nor on chain. */
export const RehearsalResult = Type.Object({
  /** the round it is a forecast of */
  round: Type.Object({
    paramSet: AmountField,
    items: CountField,
    attempt: CountField,
    /** items every gated condition must reach; null where the window holds no such attempt */
    minPasses: Type.Union([CountField, Type.Null()]),
  }),
  conditions: Type.Array(RehearsedCondition),
  /** predicted probability that the round reaches every gate */
  chance: Share,
  failing: Type.Array(FailingItem),
  cpuSeconds: SecondsField,
});
export type RehearsalResult = Static<typeof RehearsalResult>;

/** A rehearsal as its trainer shows it. */
export const Rehearsal = Type.Object({
  id: NameField,
  jobId: NameField,
  /** from 0, in the order they were asked for */
  index: CountField,
  state: Type.Enum(["queued", "running", "done", "failed", "cancelled"]),
  items: CountField,
  createdAt: TextField,
  finishedAt: Type.Optional(TextField),
  /** trials */
  progress: Type.Optional(
    Type.Object({
      done: CountField,
      total: CountField,
      secondsLeft: Type.Optional(Type.Union([SecondsField, Type.Null()])),
    }),
  ),
  result: Type.Optional(RehearsalResult),
  error: Type.Optional(Type.Object({ code: TextField, message: TextField })),
});
export type Rehearsal = Static<typeof Rehearsal>;
