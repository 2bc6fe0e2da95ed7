import Type, { type Static } from "typebox";
import { AddressField, AmountField, CountField, PpmField, SecondsField, TextField } from "../documents/fields.ts";
import { GraderConfigField } from "../documents/grader.ts";
import { Latency, RubricScore, Scores } from "../documents/scores.ts";
import { TranscriptTrial } from "../documents/transcript.ts";

const adapterDir = Type.Union([TextField, Type.Null()]);
const LabelledText = Type.Object({ text: TextField, label: TextField });
const Score = Type.Object({ passes: CountField, total: CountField });

/** POST /chat of the engine; answered by SSE events `token` and `done`. */
export const ChatParams = Type.Object({
  base: TextField,
  adapterDir,
  messages: Type.Array(Type.Object({ role: Type.Enum(["system", "user", "assistant"]), content: TextField }), {
    minItems: 1,
  }),
  temperature: Type.Number({ minimum: 0, maximum: 2 }),
  maxTokens: Type.Integer({ minimum: 1 }),
  /** hex seed of the sampler */
  key: TextField,
});
export type ChatParams = Static<typeof ChatParams>;

/** A model to compare with: the candidate's parent, or the datanet's incumbent. */
const ModelRef = Type.Object({ base: TextField, adapterDir, adapterHash: Type.Optional(TextField) });

/** One seat's evaluation. */
export const EvaluateParams = Type.Object({
  base: TextField,
  adapterDir,
  items: Type.Array(Type.Object({ slot: CountField, text: TextField, label: TextField, contributor: AddressField })),
  labels: Type.Array(TextField),
  grader: TextField,
  /** settings of the graders json-schema, numeric and regex */
  graderConfig: Type.Optional(GraderConfigField),
  trialMask: AmountField,
  roundSeed: TextField,
  seat: CountField,
  temperature: Type.Number({ minimum: 0, maximum: 2 }),
  /** rows for own-task turns */
  trainRowsForHistory: Type.Optional(Type.Array(LabelledText)),
  /** models of the regression trials; without one its trials do not apply */
  parent: Type.Optional(ModelRef),
  incumbent: Type.Optional(ModelRef),
  /** lanes the ranking looks at, default 0x161 */
  gatedLanes: Type.Optional(CountField),
  /** a question about the plain answers that the base judges; reported only */
  rubric: Type.Optional(TextField),
});
export type EvaluateParams = Static<typeof EvaluateParams>;

export const EvaluateResult = Type.Object({
  items: Type.Array(Type.Object({ slot: CountField, trialBits: AmountField, trials: Type.Array(TranscriptTrial) })),
  /** items per lane */
  counts: Type.Array(CountField),
  scores: Type.Optional(Scores),
  latency: Type.Optional(Latency),
  rubric: Type.Optional(RubricScore),
  seconds: SecondsField,
});
export type EvaluateResult = Static<typeof EvaluateResult>;

/** Trials of a transcript to run again: the seat's evaluation (no items: prompts are taken as given) and its trials. */
export const RecheckParams = Type.Intersect([
  EvaluateParams,
  Type.Object({
    trials: Type.Array(
      Type.Object({
        slot: CountField,
        position: CountField,
        /** null where only the hash is known */
        prompt: Type.Union([Type.String(), Type.Null()]),
        outIds: Type.Array(CountField),
        canonical: Type.Union([Type.String(), Type.Null()]),
        /** the slot's answers to the plain question (positions 0 to 5), which some prompts quote */
        plain: Type.Optional(Type.Array(Type.Object({ position: CountField, outIds: Type.Array(CountField) }))),
      }),
    ),
  }),
]);
export type RecheckParams = Static<typeof RecheckParams>;

/** The first fault of each trial, in the order given; `margin` is the noisy margin of the worst token. */
export const RecheckResult = Type.Object({
  trials: Type.Array(
    Type.Object({
      slot: CountField,
      position: CountField,
      fault: Type.Union([Type.Enum(["prompt", "token", "end", "form"]), Type.Null()]),
      firstBadToken: Type.Union([CountField, Type.Null()]),
      margin: Type.Number({ minimum: 0 }),
      /** the prompt as the suite asks it, and the graded form of the ids (null without the exam) */
      prompt: Type.String(),
      canonical: Type.Union([Type.String(), Type.Null()]),
    }),
  ),
  seconds: SecondsField,
});
export type RecheckResult = Static<typeof RecheckResult>;

/** Accuracy on labelled rows, by exact answer and by likelihood over the label set. */
export const AccuracyParams = Type.Object({
  base: TextField,
  adapterDir,
  rows: Type.Array(LabelledText),
  labels: Type.Array(TextField),
});
export type AccuracyParams = Static<typeof AccuracyParams>;

export const AccuracyResult = Type.Object({ exact: Score, likelihood: Score });
export type AccuracyResult = Static<typeof AccuracyResult>;

/** Influence of training rows on retired exam items. */
export const AttributeParams = Type.Object({
  base: TextField,
  adapterDir: TextField,
  trainRows: Type.Array(
    Type.Object({ index: CountField, text: TextField, label: TextField, contributor: AddressField }),
  ),
  examItems: Type.Array(Type.Object({ slot: CountField, text: TextField, label: TextField })),
  seed: Type.Union([TextField, CountField]),
});
export type AttributeParams = Static<typeof AttributeParams>;

export const AttributeResult = Type.Object({
  /** adds up to 1,000,000 */
  shares: Type.Array(Type.Object({ contributor: AddressField, ppm: PpmField })),
  seconds: SecondsField,
});
export type AttributeResult = Static<typeof AttributeResult>;

export const EngineJobState = Type.Enum(["queued", "running", "done", "failed", "cancelled"]);

/** GET /jobs/:id of the engine. */
export const EngineJob = Type.Object({
  state: EngineJobState,
  progress: Type.Optional(
    Type.Object({
      done: CountField,
      total: CountField,
      secondsLeft: Type.Optional(Type.Union([SecondsField, Type.Null()])),
    }),
  ),
  result: Type.Optional(Type.Unknown()),
  error: Type.Optional(Type.Object({ code: TextField, message: TextField })),
});
export type EngineJob = Static<typeof EngineJob>;
