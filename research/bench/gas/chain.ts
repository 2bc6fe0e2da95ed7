import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { anvilBinary } from "../../../scripts/stack/chain.ts";
import { freePort } from "../../../scripts/stack/ports.ts";

export interface ScratchChain {
  readonly rpcUrl: string;
  /** an empty folder, removed afterwards */
  readonly folder: string;
}

/**
 * Starts a fresh anvil that mines every transaction at once, runs `use`, and stops anvil whatever happens.
 * @param options further options of anvil's command line
 */
export async function withChain<T>(
  use: (chain: ScratchChain) => Promise<T>,
  options: readonly string[] = [],
): Promise<T> {
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), "assay-chain-"));
  // A fixed genesis keeps block times, and with them the gas, close from run to run.
  const anvil = spawn(anvilBinary(), ["--port", String(port), "--timestamp", "1800000000", ...options], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    await listening(anvil.stdout);
    return await use({ rpcUrl: `http://127.0.0.1:${port}`, folder });
  } finally {
    const stopped = once(anvil, "exit");
    anvil.kill();
    await stopped;
    await rm(folder, { recursive: true });
  }
}

/** Resolves when anvil listens, and keeps reading after that: anvil stops answering once nobody reads its log. */
function listening(log: Readable): Promise<void> {
  return new Promise((resolve, reject) => {
    log.on("data", (chunk) => String(chunk).includes("Listening on") && resolve());
    log.once("end", () => reject(new Error("anvil ended before it listened.")));
  });
}
