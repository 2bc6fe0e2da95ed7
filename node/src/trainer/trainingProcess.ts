import { spawn } from "node:child_process";
import { createWriteStream, existsSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { AssayError } from "@assay/sdk/errors";
import { type JsonObject, readObject } from "../platform/json.ts";

/** Where the Python package lives; it is run from its sources. */
export const WORKER_DIR = fileURLToPath(new URL("../../worker", import.meta.url));

/** One line the training process printed. `id` counts from 1 over the whole job, also across resumes. */
export type TrainingEvent = { id: number; type: string } & JsonObject;

export interface TrainingProcessOptions {
  python: string;
  jobDir: string;
  /** heard one after the other; the process has not ended before the last was heard */
  onEvent(event: TrainingEvent): Promise<void>;
  signal: AbortSignal;
}

function parseEvent(line: string): TrainingEvent | undefined {
  if (!line.startsWith("{")) return undefined;
  let parsed: unknown;
  try {
    parsed = JSON.parse(line);
  } catch (error) {
    // A killed process leaves half a line; the next run reports that event again.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  const event = readObject(parsed, "training event");
  return typeof event.id === "number" && typeof event.type === "string" ? (event as TrainingEvent) : undefined;
}

/**
 * Runs one training job in a fresh Python process and waits for its end. The process exits when this one dies (its
 * stdin closes); started again on the same folder it resumes from its last checkpoint.
 * @throws AssayError with the worker's own code and sentence; the signal's reason when cancelled
 */
export async function runTrainingProcess({ python, jobDir, onEvent, signal }: TrainingProcessOptions): Promise<void> {
  const resume = existsSync(join(jobDir, "checkpoints")) ? ["--resume"] : [];
  const child = spawn(python, ["-m", "assay_worker", "train", "--job-dir", jobDir, ...resume], {
    env: { ...process.env, PYTHONPATH: WORKER_DIR },
    stdio: ["pipe", "pipe", "pipe"],
    signal,
    killSignal: "SIGTERM",
  });
  const stderr = createWriteStream(join(jobDir, "stderr.log"), { flags: "a" });
  let logFault: Error | undefined;
  stderr.once("error", (error) => {
    // A full disk must end in the worker's own sentence, not in a crash of this role.
    logFault = error;
    child.stderr.resume();
  });
  child.stderr.pipe(stderr);
  let failure: { code: string; message: string } | undefined;
  // One after the other, and to the end: a process whose output nobody reads would hang.
  let told: Promise<unknown> = Promise.resolve();
  let unheard: unknown;
  const lines = createInterface({ input: child.stdout });
  lines.on("line", (line) => {
    const event = parseEvent(line);
    if (event === undefined) return;
    if (event.type === "error") failure = { code: String(event.code), message: String(event.message) };
    told = told
      .then(() => onEvent(event))
      .catch((error: unknown) => {
        unheard ??= error;
      });
  });
  const exit = await new Promise<number | null>((resolve, reject) => {
    // Killed by the signal it still has to end: until then it writes into the folder and reports events.
    child.once("error", (error) => {
      if (child.pid === undefined) reject(error);
    });
    child.once("close", resolve);
  });
  await told;
  signal.throwIfAborted();
  if (unheard !== undefined) throw unheard;
  if (failure !== undefined) throw new AssayError(failure.message, { code: failure.code, status: 422 });
  if (exit !== 0) {
    throw new AssayError(`The training process ended with exit code ${exit}; see ${join(jobDir, "stderr.log")}.`, {
      code: "training_failed",
      status: 502,
      cause: logFault,
    });
  }
}
