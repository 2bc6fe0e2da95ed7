/** The base model's weights, converted or pretrained once a machine. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { root } from "../setup/build.ts";

type PrepareEvent = {
  type: string;
  message?: string;
  done?: number;
  total?: number;
  secondsLeft?: number;
  folder?: string;
};

/**
 * Makes the weights ready and returns their folder.
 * @throws with the worker's own sentence
 */
export async function prepareWeights(
  python: string,
  base: string,
  onProgress: (text: string) => void,
  signal: AbortSignal,
): Promise<string> {
  const child = spawn(python, ["-m", "assay_worker", "prepare", "--base", base], {
    env: { ...process.env, PYTHONPATH: join(root, "node", "worker") },
    stdio: ["ignore", "pipe", "pipe"],
    signal,
  });
  let folder = "";
  let complaint = "";
  child.stderr.on("data", (chunk: Buffer) => {
    complaint = (complaint + chunk.toString()).slice(-4_000);
  });
  createInterface({ input: child.stdout }).on("line", (line) => {
    if (!line.startsWith("{")) return;
    const event = JSON.parse(line) as PrepareEvent;
    if (event.folder !== undefined) folder = event.folder;
    const share = event.total ? `, ${event.done} of ${event.total}` : "";
    const left = event.secondsLeft === undefined ? "" : `, ${Math.round(event.secondsLeft)} s left`;
    onProgress(`${event.message ?? event.type}${share}${left}`);
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code !== 0) {
    const fault = complaint.split("\n").find((line) => line.startsWith('{"error"'));
    const sentence = fault ? (JSON.parse(fault) as { error: { message: string } }).error.message : complaint.trim();
    throw new Error(`The base model ${base} could not be made ready: ${sentence}`);
  }
  return folder;
}
