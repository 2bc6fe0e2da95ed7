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

/** What keeps these settings from being a job, by field, each as a sentence. */
export function problemsOf(p: Hyperparameters): Partial<Record<keyof Hyperparameters, string>> {
  const problems: Partial<Record<keyof Hyperparameters, string>> = {};
  if (!(p.learningRate > 0 && p.learningRate <= 0.1))
    problems.learningRate = "Learning rate must be above 0 and at most 0.1; 0.001 is a good start.";
  if (!(Number.isInteger(p.epochs) && p.epochs >= 1 && p.epochs <= 20))
    problems.epochs = "Epochs must be a whole number from 1 to 20.";
  if (!(Number.isInteger(p.batchSize) && p.batchSize >= 1 && p.batchSize <= 64))
    problems.batchSize = "Batch size must be a whole number from 1 to 64.";
  if (!(Number.isInteger(p.rank) && p.rank >= 1 && p.rank <= 128))
    problems.rank = "Rank must be a whole number from 1 to 128.";
  if (!(p.dropout >= 0 && p.dropout < 0.9)) problems.dropout = "Dropout must be from 0 to 0.9.";
  return problems;
}
