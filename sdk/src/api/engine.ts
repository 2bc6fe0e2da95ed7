import Type, { type Static, type TSchema } from "typebox";
import {
  AddressField,
  AmountField,
  CountField,
  NameField,
  PpmField,
  SecondsField,
  TextField,
} from "../documents/fields.ts";
import { GraderConfigField } from "../documents/grader.ts";
import { Latency, RubricScore, Scores } from "../documents/scores.ts";
import { TranscriptTrial } from "../documents/transcript.ts";
import { defineRoutes } from "./route.ts";
import { ErrorReply, orNull } from "./shapes.ts";

const LabelledText = Type.Object({ text: TextField, label: TextField });
const Score = Type.Object({ passes: CountField, total: CountField });
const Temperature = Type.Number({ minimum: 0, maximum: 2 });

/** A model by its base and adapter folder, which must hash to `adapterHash` where one is given. */
const model = { base: TextField, adapterDir: orNull(TextField), adapterHash: Type.Optional(TextField) };

export const ChatParams = Type.Object({
  ...model,
  messages: Type.Array(Type.Object({ role: Type.Enum(["system", "user", "assistant"]), content: TextField }), {
    minItems: 1,
  }),
  temperature: Temperature,
  maxTokens: Type.Integer({ minimum: 1 }),
  /** hex seed of the sampler */
  key: TextField,
});
export type ChatParams = Static<typeof ChatParams>;

/** A model to compare with: the candidate's parent, or the datanet's incumbent. */
const ModelRef = Type.Object(model);

/** What a seat samples by. */
const seat = { roundSeed: TextField, seat: CountField, temperature: Temperature };

const exam = {
  labels: Type.Array(TextField),
  grader: TextField,
  /** settings of the graders json-schema, numeric and regex */
  graderConfig: Type.Optional(GraderConfigField),
  trialMask: AmountField,
  /** rows for own-task turns */
  trainRowsForHistory: Type.Optional(Type.Array(LabelledText)),
  /** models of the regression trials; without one its trials do not apply */
  parent: Type.Optional(ModelRef),
  incumbent: Type.Optional(ModelRef),
  /** conditions the ranking looks at, as bits; default 0x161 */
  gatedLanes: Type.Optional(CountField),
  /** a question about the plain answers that the base judges; reported only */
  rubric: Type.Optional(TextField),
};
const items = Type.Array(Type.Object({ slot: CountField, text: TextField, label: TextField }));

/** One seat's evaluation. */
export const EvaluateParams = Type.Object({ ...model, ...seat, ...exam, items });
export type EvaluateParams = Static<typeof EvaluateParams>;

export const EvaluateResult = Type.Object({
  items: Type.Array(Type.Object({ slot: CountField, trialBits: AmountField, trials: Type.Array(TranscriptTrial) })),
  /** items per condition */
  counts: Type.Array(CountField),
  scores: Type.Optional(Scores),
  latency: Type.Optional(Latency),
  rubric: Type.Optional(RubricScore),
  seconds: SecondsField,
});
export type EvaluateResult = Static<typeof EvaluateResult>;

const OutIds = Type.Array(CountField);

/** A trial of a transcript to run again. */
const GivenTrial = Type.Object({
  slot: CountField,
  position: CountField,
  /** null where only the hash is known */
  prompt: orNull(Type.String()),
  outIds: OutIds,
  canonical: orNull(Type.String()),
  /** the slot's answers to the plain question (positions 0 to 5), which some prompts quote */
  plain: Type.Optional(Type.Array(Type.Object({ position: CountField, outIds: OutIds }))),
});
const trials = Type.Array(GivenTrial);

/** Trials to run again: with the seat's exam, or without it (`items` null: prompts are taken as given). */
export const RecheckParams = Type.Union([
  Type.Object({ ...model, ...seat, ...exam, items, trials }),
  Type.Object({ ...model, ...seat, items: Type.Null(), trials }),
]);
export type RecheckParams = Static<typeof RecheckParams>;

/** The first fault of each trial, in the order given; `margin` is the noisy margin of the worst token. */
export const RecheckResult = Type.Object({
  trials: Type.Array(
    Type.Object({
      slot: CountField,
      position: CountField,
      fault: orNull(Type.Enum(["prompt", "token", "end", "form"])),
      firstBadToken: orNull(CountField),
      margin: Type.Number({ minimum: 0 }),
      /** the prompt as the suite asks it, and the graded form of the ids (null without the exam) */
      prompt: Type.String(),
      canonical: orNull(Type.String()),
    }),
  ),
  seconds: SecondsField,
});
export type RecheckResult = Static<typeof RecheckResult>;

/** Accuracy on labelled rows, by exact answer and by likelihood over the label set. */
export const AccuracyParams = Type.Object({
  ...model,
  rows: Type.Array(LabelledText),
  labels: Type.Array(TextField),
  grader: Type.Optional(TextField),
  graderConfig: Type.Optional(GraderConfigField),
});
export type AccuracyParams = Static<typeof AccuracyParams>;

export const AccuracyResult = Type.Object({ exact: Score, likelihood: Score });
export type AccuracyResult = Static<typeof AccuracyResult>;

/** Influence of training rows on retired exam items. */
export const AttributeParams = Type.Object({
  ...model,
  adapterDir: TextField,
  trainRows: Type.Array(
    Type.Object({ index: CountField, text: TextField, label: TextField, contributor: AddressField }),
  ),
  examItems: items,
  seed: TextField,
});
export type AttributeParams = Static<typeof AttributeParams>;

export const AttributeResult = Type.Object({
  /** adds up to 1,000,000 */
  shares: Type.Array(Type.Object({ contributor: AddressField, ppm: PpmField })),
  /** strongest training rows per item, as evidence */
  perItemTop: Type.Optional(Type.Array(Type.Unknown())),
  seconds: SecondsField,
});
export type AttributeResult = Static<typeof AttributeResult>;

/** Parameters and result of every kind of job. */
export const engineJobs = {
  evaluate: { params: EvaluateParams, result: EvaluateResult },
  recheck: { params: RecheckParams, result: RecheckResult },
  accuracy: { params: AccuracyParams, result: AccuracyResult },
  attribute: { params: AttributeParams, result: AttributeResult },
} as const;
export type EngineJobKind = keyof typeof engineJobs;
export type EngineJobParams<kind extends EngineJobKind> = Static<(typeof engineJobs)[kind]["params"]>;
export type EngineJobResult<kind extends EngineJobKind> = Static<(typeof engineJobs)[kind]["result"]>;

/** `jobKey` names the work: the same key twice gives the same job. */
const request = <kind extends EngineJobKind, params extends TSchema>(kind: kind, params: params) =>
  Type.Object({ kind: Type.Literal(kind), params, jobKey: NameField });
export const EngineJobRequest = Type.Union([
  request("evaluate", EvaluateParams),
  request("recheck", RecheckParams),
  request("accuracy", AccuracyParams),
  request("attribute", AttributeParams),
]);
export type EngineJobRequest = Static<typeof EngineJobRequest>;

/** Trials done; `secondsLeft` is null until the engine can tell. */
export const EngineProgress = Type.Object({
  done: CountField,
  total: CountField,
  secondsLeft: Type.Optional(orNull(SecondsField)),
});
export type EngineProgress = Static<typeof EngineProgress>;

export const EngineJobState = Type.Enum(["queued", "running", "done", "failed", "cancelled"]);

export const EngineJob = Type.Object({
  state: EngineJobState,
  progress: Type.Optional(EngineProgress),
  /** by kind */
  result: Type.Optional(Type.Unknown()),
  error: Type.Optional(Type.Object({ code: NameField, message: TextField, field: Type.Optional(NameField) })),
});
export type EngineJob = Static<typeof EngineJob>;

export const EngineHealth = Type.Object({
  ok: Type.Boolean(),
  version: TextField,
  /** model the engine was started with */
  base: orNull(TextField),
  /** models in memory */
  bases: Type.Array(TextField),
  device: TextField,
  threads: CountField,
  torch: TextField,
  instructionSet: TextField,
});
export type EngineHealth = Static<typeof EngineHealth>;

export const ChatToken = Type.Object({ text: Type.String() });
export const ChatDone = Type.Object({ promptTokens: CountField, completionTokens: CountField });

const params = Type.Object({ id: NameField });

/** The Python engine. Every request carries its bearer token. */
export const engineApi = defineRoutes({
  health: { method: "GET", path: "/health", summary: "Says what the engine runs on.", reply: EngineHealth },
  chat: {
    method: "POST",
    path: "/chat",
    summary: "Streams the answer of a model to a conversation.",
    body: ChatParams,
    events: { token: ChatToken, done: ChatDone, error: ErrorReply },
  },
  submitJob: {
    method: "POST",
    path: "/jobs",
    summary: "Queues a job, or returns the one that its key already has.",
    body: EngineJobRequest,
    status: 202,
    reply: Type.Object({ jobId: NameField }),
  },
  job: { method: "GET", path: "/jobs/:id", summary: "Shows a job and its result.", params, reply: EngineJob },
  cancelJob: { method: "DELETE", path: "/jobs/:id", summary: "Stops a job.", params, reply: EngineJob },
});
