/** An empty chain for one piece of work. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startAnvil } from "./anvil.ts";

export interface ScratchChain {
  readonly rpcUrl: string;
  /** an empty folder, removed afterwards */
  readonly folder: string;
}

/**
 * Starts an empty chain, runs `use`, and stops the chain whatever happens.
 * @param options further options of anvil's command line
 */
export async function withChain<T>(
  use: (chain: ScratchChain) => Promise<T>,
  options: readonly string[] = [],
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "assay-chain-"));
  // A fixed genesis keeps block times, and with them the gas, close from run to run.
  const anvil = await startAnvil(["--timestamp", "1800000000", ...options]);
  try {
    return await use({ rpcUrl: anvil.rpcUrl, folder });
  } finally {
    await anvil.close();
    await rm(folder, { recursive: true });
  }
}
