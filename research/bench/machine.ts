import { availableParallelism, cpus, totalmem } from "node:os";

/** The machine a figure was measured on, for the line above it. */
export function machine(): string {
  const model = cpus()[0]?.model.trim() ?? "unknown processor";
  return `${availableParallelism()} cores of ${model}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`;
}
