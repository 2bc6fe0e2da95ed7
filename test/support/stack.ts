/** A whole local stack on the tiny model, for tests that need every process. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensurePython } from "../../scripts/setup/python.ts";
import { freePort } from "../../scripts/stack/ports.ts";
import { bringUp, type Stack } from "../../scripts/stack/up.ts";
import { prepareWeights } from "../../scripts/stack/weights.ts";

export type TestStack = Stack & { python: string; events: string[] };

const quiet = (): void => undefined;

/** The interpreter `npm test` made, or the one it would make. */
export async function python(): Promise<string> {
  return process.env.ASSAY_PYTHON ?? (await ensurePython(quiet));
}

/** Starts a stack in a folder of its own, or in `home` again; `stop` leaves the folder for the caller. */
export async function startStack(home: string): Promise<TestStack> {
  const interpreter = await python();
  const { signal } = new AbortController();
  await prepareWeights(interpreter, "tiny", quiet, signal);
  const events: string[] = [];
  const stack = await bringUp({
    home,
    port: await freePort(),
    base: "tiny",
    fresh: false,
    python: interpreter,
    onProgress: quiet,
    onPage: quiet,
    onEvent: (text) => events.push(text),
    signal,
  });
  return { ...stack, python: interpreter, events };
}

/** A temporary home folder and its removal. */
export async function temporaryHome(): Promise<{ dir: string; remove(): Promise<void> }> {
  const dir = await mkdtemp(join(tmpdir(), "assay-test-"));
  return { dir, remove: () => rm(dir, { recursive: true, force: true }) };
}
