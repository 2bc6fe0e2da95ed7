import Type, { type Static } from "typebox";
import { AmountField, closed, NameField, schemaVersion, VersionField } from "./fields.ts";

/** What the robustness mix can do to a showing; the worker's names. */
export const ROBUSTNESS_KINDS = ["earlier turns", "casing", "template", "spacing", "typos"] as const;
export type RobustnessKind = (typeof ROBUSTNESS_KINDS)[number];

/** What a publisher may set; the worker fills in its defaults. Bounds are the worker's. */
export const Hyperparameters = closed({
  /** peak rate */
  learningRate: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 0.1 })),
  epochs: Type.Optional(Type.Integer({ minimum: 1, maximum: 50 })),
  /** rows per optimizer step */
  batchSize: Type.Optional(Type.Integer({ minimum: 1, maximum: 256 })),
  rank: Type.Optional(Type.Integer({ minimum: 1, maximum: 256 })),
  alpha: Type.Optional(Type.Integer({ minimum: 1, maximum: 1024 })),
  dropout: Type.Optional(Type.Number({ minimum: 0, maximum: 0.9 })),
  /** tokens per row */
  maxLength: Type.Optional(Type.Integer({ minimum: 32, maximum: 8192 })),
  seed: Type.Optional(Type.Integer({ minimum: 0, maximum: 2_147_483_647 })),
  /** share of the showings that are perturbed; true is the default share, false is 0 */
  robustnessMix: Type.Optional(Type.Union([Type.Boolean(), Type.Number({ minimum: 0, maximum: 1 })])),
  /** which perturbations the mix draws from; all by default */
  robustnessKinds: Type.Optional(Type.Array(Type.Enum([...ROBUSTNESS_KINDS]), { uniqueItems: true, maxItems: 5 })),
  warmupShare: Type.Optional(Type.Number({ minimum: 0, maximum: 0.5 })),
  weightDecay: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
  maxGradNorm: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 1000 })),
  checkpointEvery: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000 })),
});
export type Hyperparameters = Static<typeof Hyperparameters>;

/** job.json: a training job as its requester signs it. */
export const JobDocument = closed({
  schemaVersion,
  /** id in the catalogue of bases */
  base: NameField,
  method: Type.Enum(["lora", "qlora"]),
  hyperparameters: Hyperparameters,
  /** datanet id */
  datanet: AmountField,
  version: VersionField,
  /** what the publisher calls it */
  name: Type.Optional(NameField),
});
export type JobDocument = Static<typeof JobDocument>;
