import { type JobDocument, ROBUSTNESS_KINDS, type RobustnessKind } from "@assay/sdk/documents";
import { DEFAULT_SHARE, kindsOf, shareOf } from "../../data/entities/mix.ts";

export interface Hyperparameters {
  learningRate: number;
  epochs: number;
  batchSize: number;
  rank: number;
  alpha: number;
  dropout: number;
  maxLength: number;
  seed: number;
  /** share of the examples that are altered */
  robustnessMix: number;
  robustnessKinds: RobustnessKind[];
}

export interface JobChoice {
  base: string;
  method: "lora" | "qlora";
  datanet: string | null;
  version: number | null;
  /** What its publisher calls the run; empty where it is named by its parts. */
  name: string;
  hyperparameters: Hyperparameters;
}

/** As long as a list can show. */
export const NAME_LENGTH = 80;

/** Defaults that taught SmolLM2-135M ten intents in two passes on two cores. */
export const DEFAULTS: Hyperparameters = {
  learningRate: 0.001,
  epochs: 2,
  batchSize: 8,
  rank: 16,
  alpha: 32,
  dropout: 0,
  maxLength: 256,
  seed: 7,
  robustnessMix: DEFAULT_SHARE,
  robustnessKinds: [...ROBUSTNESS_KINDS],
};

type Numeric = Exclude<keyof Hyperparameters, "robustnessKinds">;
export type Problems = Partial<Record<keyof Hyperparameters, string>>;

/** Whole numbers the trainer takes, both ends included. */
const WHOLE: Partial<Record<Numeric, { name: string; from: number; to: number }>> = {
  epochs: { name: "Training epochs", from: 1, to: 20 },
  batchSize: { name: "Batch size", from: 1, to: 64 },
  rank: { name: "Rank", from: 1, to: 128 },
  alpha: { name: "Alpha", from: 1, to: 256 },
  maxLength: { name: "Longest row", from: 32, to: 2048 },
  seed: { name: "Seed", from: 0, to: 2_147_483_647 },
};

/** What keeps these settings from being a job, by field, each as a sentence. */
export function problemsOf(settings: Hyperparameters): Problems {
  const problems: Problems = {};
  const { learningRate, dropout, robustnessMix, robustnessKinds } = settings;
  if (!(learningRate > 0 && learningRate <= 0.1))
    problems.learningRate = "Learning rate must be a number above 0 and at most 0.1; 0.001 is a good start.";
  if (!(dropout >= 0 && dropout < 0.9)) problems.dropout = "Dropout must be a number from 0 to below 0.9.";
  if (!(robustnessMix >= 0 && robustnessMix <= 1))
    problems.robustnessMix = "Share of altered examples must be a number from 0 to 1; 0.5 is a good start.";
  else if (robustnessMix > 0 && robustnessKinds.length === 0)
    problems.robustnessKinds = "Switch on at least one kind of the robustness mix, or set its share to 0.";
  for (const [field, { name, from, to }] of Object.entries(WHOLE) as [
    Numeric,
    { name: string; from: number; to: number },
  ][]) {
    const value = settings[field];
    if (!(Number.isInteger(value) && value >= from && value <= to))
      problems[field] = `${name} must be a whole number from ${from} to ${to}.`;
  }
  return problems;
}

/** The choices that made an earlier job, for a run that is to be better. Settings it left to the trainer are the defaults. */
export function choiceOf(job: Partial<JobDocument>, defaults: JobChoice): JobChoice {
  const given: Partial<JobDocument["hyperparameters"]> = job.hyperparameters ?? {};
  const numbers = Object.keys(defaults.hyperparameters).flatMap((name) => {
    const value = given[name as Numeric];
    return typeof value === "number" ? [[name, value]] : [];
  });
  return {
    base: job.base ?? defaults.base,
    method: job.method ?? defaults.method,
    datanet: job.datanet === undefined ? defaults.datanet : String(job.datanet),
    version: job.version ?? defaults.version,
    name: defaults.name,
    hyperparameters: {
      ...defaults.hyperparameters,
      ...Object.fromEntries(numbers),
      robustnessMix: shareOf(given.robustnessMix),
      robustnessKinds: kindsOf(given.robustnessKinds),
    },
  };
}
