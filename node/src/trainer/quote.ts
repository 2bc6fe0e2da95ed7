import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { Base, type ChatMessage, Quote, type QuoteQuery } from "@assay/sdk/api";
import { validate } from "@assay/sdk/documents";
import { AssayError } from "@assay/sdk/errors";
import Type from "typebox";
import { type JsonObject, readObject, readString } from "../platform/json.ts";
import type { DatasetSource } from "./dataset.ts";
import { WORKER_DIR } from "./trainingProcess.ts";

const run = promisify(execFile);
const TIMEOUT_MS = 60_000;

/** Asks the Python worker for one JSON line; a fault it reports becomes an AssayError with its sentence. */
async function askWorker(python: string, args: string[]): Promise<JsonObject> {
  const env = { ...process.env, PYTHONPATH: WORKER_DIR };
  try {
    const { stdout } = await run(python, ["-m", "assay_worker", ...args], { env, timeout: TIMEOUT_MS });
    return readObject(JSON.parse(stdout.trim().split("\n").at(-1) ?? ""), args[0] ?? "worker");
  } catch (cause) {
    const stderr = (cause as { stderr?: string }).stderr ?? "";
    const line = stderr.split("\n").find((text) => text.startsWith('{"error"'));
    if (line === undefined) throw cause;
    const error = readObject((JSON.parse(line) as JsonObject).error, "error");
    throw new AssayError(readString(error.message, "message"), {
      code: readString(error.code, "code"),
      ...(typeof error.field === "string" ? { field: error.field } : {}),
      cause,
    });
  }
}

export interface QuoterOptions {
  python: string;
  datasets: DatasetSource;
}

/** What the studio shows before a start: bases, and time and memory of a run. */
export function createQuoter({ python, datasets }: QuoterOptions) {
  let bases: Promise<Base[]> | undefined;
  let prompt: Promise<string> | undefined;

  return {
    /** The catalogue with what this machine has. */
    async bases(): Promise<Base[]> {
      bases ??= askWorker(python, ["bases"]).then((answer) => validate(Type.Array(Base), answer.bases, "bases"));
      // A failed ask is not remembered.
      bases.catch(() => {
        bases = undefined;
      });
      return await bases;
    },
    /** Seconds and memory of a run with these settings on the version's real rows. */
    async quote({ datanet, version, base, method, ...hyperparameters }: QuoteQuery): Promise<Quote> {
      const dataset = await datasets.load(datanet, version);
      const dir = await mkdtemp(join(tmpdir(), "assay-quote-"));
      try {
        await writeFile(join(dir, "job.json"), JSON.stringify({ base, method, hyperparameters }));
        await writeFile(join(dir, "data.jsonl"), dataset.rows.map((row) => JSON.stringify(row)).join("\n"));
        return validate(Quote, await askWorker(python, ["quote", "--job-dir", dir]), "quote");
      } finally {
        await rm(dir, { recursive: true, force: true });
      }
    },
    /** Puts the task's instruction before a conversation that brings none, as training and evaluation do. */
    async withSystemPrompt(messages: ChatMessage[]): Promise<ChatMessage[]> {
      if (messages.some(({ role }) => role === "system")) return messages;
      prompt ??= askWorker(python, ["prompt"]).then((answer) => readString(answer.systemPrompt, "systemPrompt"));
      return [{ role: "system", content: await prompt }, ...messages];
    },
  };
}

export type Quoter = ReturnType<typeof createQuoter>;
