/**
 * `npm run bench:evaluate`: how fast an exam is run, against transformers' own batched `generate` at its best batch size
 * on the same prompts, and what a whole round of five seats takes with every real part. Prints one JSON line last.
 * `--base smollm2-135m` measures the larger base, `--items N` the exam's size, `--no-round` leaves the round out.
 */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { root } from "../setup/build.ts";
import { ensurePython } from "../setup/python.ts";
import { roundSeconds } from "./evaluation/round.ts";
import { machine } from "./machine.ts";

interface Throughput {
  readonly trials: number;
  readonly equal: number;
  readonly ratio: number;
  readonly items_per_second: number;
}

async function throughput(python: string, base: string, items: string): Promise<Throughput> {
  const child = spawn(python, ["-m", "evaluation", "--base", base, "--items", items], {
    stdio: ["ignore", "pipe", "inherit"],
    env: {
      ...process.env,
      PYTHONPATH: [join(root, "node", "worker"), join(root, "scripts", "bench")].join(":"),
      PYTHONWARNINGS: "ignore",
    },
  });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => {
    output += chunk.toString();
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code !== 0) throw new Error(`The evaluation stopped with exit code ${code}.`);
  return JSON.parse(output.trim().split("\n").at(-1) ?? "") as Throughput;
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
const figures = await throughput(python, values.base, values.items);
const round_k5_seconds = values["no-round"] ? null : await roundSeconds(python, values.base, 5);
const equal_outputs = figures.equal === figures.trials;
console.log(JSON.stringify({ ...figures, equal_outputs, round_k5_seconds }));
