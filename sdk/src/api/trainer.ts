import Type, { type Static } from "typebox";
import { Cleanup } from "../documents/cleanup.ts";
import {
  AddressField,
  AmountField,
  BpsField,
  BytesField,
  CidField,
  CountField,
  HashField,
  NameField,
  SecondsField,
  TextField,
  VersionField,
} from "../documents/fields.ts";
import { Hyperparameters, JobDocument } from "../documents/job.ts";
import { AccountHealth } from "./account-health.ts";
import { AccuracyResult, ChatDone, ChatToken, EngineJobState } from "./engine.ts";
import { ChatConversation } from "./gateway.ts";
import { eventOf, Loss, workEvents } from "./job-events.ts";
import { defineRoutes } from "./route.ts";
import { Fault, filled, orNull } from "./shapes.ts";

/** A training job with its requester's signature (EIP-712 Job). */
export const SignedJob = Type.Object({ job: JobDocument, requester: AddressField, signature: BytesField });
export type SignedJob = Static<typeof SignedJob>;

/** The requester's signature over what is to be stopped (EIP-712 Cancel). */
export const SignedCancel = Type.Object({ signature: BytesField });
export type SignedCancel = Static<typeof SignedCancel>;

/** Arguments of ModelRegistry.register. */
export const ModelInput = Type.Object({
  baseId: HashField,
  baseHash: HashField,
  adapterHash: HashField,
  runManifestHash: HashField,
  tokenizerHash: HashField,
  templateHash: HashField,
  servingProfileHash: HashField,
  maxTemperatureMilli: CountField,
  trainer: AddressField,
  baseAuthor: AddressField,
  parent: AmountField,
  adapterCid: CidField,
  runCid: CidField,
  sources: Type.Array(Type.Object({ datanetId: AmountField, version: VersionField, weightBps: BpsField })),
});
export type ModelInput = Static<typeof ModelInput>;

/** What registers a run, with its cleanup as it stands now. */
export const SealedRun = Type.Object({
  adapterCid: CidField,
  runCid: CidField,
  modelInput: ModelInput,
  cleanup: Cleanup,
});
export type SealedRun = Static<typeof SealedRun>;

/** What a run made. Accuracy is null where the version holds no validation rows. */
export const TrainingResult = Type.Object({
  ...SealedRun.properties,
  accuracy: Type.Object({ base: orNull(AccuracyResult), tuned: orNull(AccuracyResult) }),
});
export type TrainingResult = Static<typeof TrainingResult>;

/** A job as pages and the terminal see it. */
export const TrainingRun = Type.Object({
  id: NameField,
  state: EngineJobState,
  stage: TextField,
  job: JobDocument,
  requester: AddressField,
  createdAt: TextField,
  finishedAt: Type.Optional(TextField),
  step: CountField,
  steps: CountField,
  secondsLeft: Type.Optional(SecondsField),
  tokensPerSecond: Type.Optional(Type.Number()),
  loss: Type.Array(Loss),
  validation: Type.Array(Loss),
  /** the newest answers to held-out messages */
  samples: Type.Array(Type.Record(Type.String(), Type.Unknown())),
  result: Type.Optional(TrainingResult),
  error: Type.Optional(Fault),
});
export type TrainingRun = Static<typeof TrainingRun>;

/** A base of the catalogue, and whether this machine has it. */
export const Base = Type.Object({
  id: NameField,
  name: TextField,
  licence: TextField,
  /** millions */
  params: Type.Number(),
  available: Type.Boolean(),
  /** why it is not available */
  reason: Type.Optional(TextField),
});
export type Base = Static<typeof Base>;

/** Settings of a run that is not asked for yet, as text in a query: lists by commas. */
export const QuoteQuery = Type.Object({
  datanet: AmountField,
  version: VersionField,
  base: filled(200),
  method: filled(20),
  ...Hyperparameters.properties,
});
export type QuoteQuery = Static<typeof QuoteQuery>;

export const Quote = Type.Object({
  seconds: SecondsField,
  /** null for a base that the catalogue does not know */
  memoryMb: orNull(Type.Number()),
  trainRows: CountField,
  steps: CountField,
  /** whether earlier runs on this machine were measured */
  calibrated: Type.Boolean(),
});
export type Quote = Static<typeof Quote>;

/** How far the measuring of a share table is. */
export const ShareProgress = Type.Object({
  roundId: AmountField,
  modelId: AmountField,
  done: CountField,
  total: CountField,
  secondsLeft: Type.Optional(SecondsField),
});
export type ShareProgress = Static<typeof ShareProgress>;

/** A chat with a run that is not registered yet; "base" names the base itself. */
export const PreviewChat = Type.Object({
  ...ChatConversation.properties,
  jobId: filled(),
  base: Type.Optional(Type.String()),
  /** hex seed of the sampler; without one it is random */
  key: Type.Optional(Type.String()),
});

/** A run's history, by event name: what its training told, and what came before and after it. */
export const runEvents = {
  ...workEvents,
  progress: eventOf("progress", {
    stage: TextField,
    done: CountField,
    total: CountField,
    secondsLeft: Type.Optional(orNull(SecondsField)),
  }),
  finished: eventOf("finished", {
    state: Type.Enum(["done", "failed", "cancelled"]),
    error: Type.Optional(Fault),
  }),
} as const;
export type RunEvent = Static<(typeof runEvents)[keyof typeof runEvents]>;

const run = Type.Object({ id: NameField });
const Cancelled = Type.Object({
  /** false where it was over already */
  cancelled: Type.Boolean(),
});

/** Quotes, jobs and their progress. */
export const trainingRoutes = defineRoutes({
  health: {
    method: "GET",
    path: "/health",
    summary: "Says that the trainer is up, and which of its transactions wait.",
    reply: Type.Object({ ok: Type.Boolean(), accounts: Type.Array(AccountHealth) }),
  },
  bases: {
    method: "GET",
    path: "/bases",
    summary: "Lists base models and whether this machine has them.",
    reply: Type.Array(Base),
  },
  quote: {
    method: "GET",
    path: "/quote",
    summary: "Says how long a run would take and how much memory it would need.",
    query: QuoteQuery,
    reply: Quote,
  },
  shares: {
    method: "GET",
    path: "/shares",
    summary: "Says how far the measuring of the next share table is; null while none is measured.",
    reply: orNull(ShareProgress),
  },
  createJob: {
    method: "POST",
    path: "/jobs",
    summary: "Queues a signed training job; the same signed job twice is the same job.",
    body: SignedJob,
    status: 201,
    reply: Type.Object({ jobId: NameField }),
  },
  jobs: { method: "GET", path: "/jobs", summary: "Lists all runs.", reply: Type.Array(TrainingRun) },
  job: { method: "GET", path: "/jobs/:id", summary: "Shows a run.", params: run, reply: TrainingRun },
  cancelJob: {
    method: "POST",
    path: "/jobs/:id/cancel",
    summary: "Stops a run; its requester signs for it.",
    params: run,
    body: SignedCancel,
    reply: Cancelled,
  },
  jobEvents: {
    method: "GET",
    path: "/jobs/:id/events",
    summary: "Streams a run's history and then what happens; Last-Event-ID or `after` resumes it.",
    params: run,
    query: Type.Object({ after: Type.Optional(CountField) }),
    headers: Type.Object({ "last-event-id": Type.Optional(CountField) }),
    events: runEvents,
  },
  previewChat: {
    method: "POST",
    path: "/preview/chat",
    summary: "Streams the answer of a run that is not registered yet, or of a base.",
    body: PreviewChat,
    events: { token: ChatToken, done: ChatDone, error: Fault },
  },
});
