/**
 * `npm run bench:evaluate`: how fast an exam is run, against transformers' own batched `generate` at its best batch size
 * on the same prompts, and what a whole round of five seats takes with every real part. Prints one JSON line last.
 * `--base smollm2-135m` measures the larger base, `--items N` the exam's size, `--no-round` leaves the round out.
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ensurePython } from "../../scripts/setup/python.ts";
import { runModule } from "../../scripts/setup/pythonModule.ts";
import { roundSeconds } from "./evaluation/round.ts";
import { machine } from "./machine.ts";

interface Throughput {
  readonly trials: number;
  readonly equal: number;
  readonly ratio: number;
  readonly ratio_to_merged: number;
  readonly items_per_second: number;
}

const { values } = parseArgs({
  options: {
    base: { type: "string", default: "tiny" },
    items: { type: "string", default: "64" },
    "no-round": { type: "boolean", default: false },
  },
});
const python = await ensurePython((line) => console.error(line));
console.error(machine());
const figures = await runModule<Throughput>({
  python,
  module: "evaluation",
  args: ["--base", values.base, "--items", values.items],
  folder: join("research", "bench"),
});
const round_k5_seconds = values["no-round"] ? null : await roundSeconds(python, values.base, 5);
const equal_outputs = figures.equal === figures.trials;
console.log(JSON.stringify({ ...figures, equal_outputs, round_k5_seconds }));
