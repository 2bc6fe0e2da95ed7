export interface Hyperparameters {
  learningRate: number;
  epochs: number;
  batchSize: number;
  rank: number;
  alpha: number;
  dropout: number;
  maxLength: number;
  seed: number;
  robustnessMix: boolean;
}

export interface JobChoice {
  base: string;
  method: "lora" | "qlora";
  datanet: string | null;
  version: number | null;
  hyperparameters: Hyperparameters;
}

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
  robustnessMix: true,
};

type Numeric = Exclude<keyof Hyperparameters, "robustnessMix">;
export type Problems = Partial<Record<keyof Hyperparameters, string>>;

/** Whole numbers the trainer takes, both ends included. */
const WHOLE: Partial<Record<Numeric, { name: string; from: number; to: number }>> = {
  epochs: { name: "Epochs", from: 1, to: 20 },
  batchSize: { name: "Batch size", from: 1, to: 64 },
  rank: { name: "Rank", from: 1, to: 128 },
  alpha: { name: "Alpha", from: 1, to: 256 },
  maxLength: { name: "Longest row", from: 32, to: 2048 },
  seed: { name: "Seed", from: 0, to: 2_147_483_647 },
};

/** What keeps these settings from being a job, by field, each as a sentence. */
export function problemsOf(settings: Hyperparameters): Problems {
  const problems: Problems = {};
  const { learningRate, dropout } = settings;
  if (!(learningRate > 0 && learningRate <= 0.1))
    problems.learningRate = "Learning rate must be a number above 0 and at most 0.1; 0.001 is a good start.";
  if (!(dropout >= 0 && dropout < 0.9)) problems.dropout = "Dropout must be a number from 0 to below 0.9.";
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
