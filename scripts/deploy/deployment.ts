import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { Address, PublicClient } from "viem";

/** Names of the deployed contracts, in deployment.json and in the Ignition module's result. */
export const CONTRACTS = [
  "token",
  "params",
  "datanets",
  "models",
  "stake",
  "admission",
  "payments",
  "rewards",
] as const;

/** What every role reads to find the protocol: `<home>/deployment.json`. */
export interface Deployment {
  readonly chainId: number;
  /** block from which an indexer has to read */
  readonly startBlock: number;
  readonly addresses: Readonly<Record<(typeof CONTRACTS)[number], Address>>;
}

/** Reads a deployment; undefined when the file does not exist. */
export async function readDeployment(path: string): Promise<Deployment | undefined> {
  try {
    return JSON.parse(await readFile(path, "utf8")) as Deployment;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** Writes by rename, so that a role never reads half a file. */
export async function writeDeployment(path: string, deployment: Deployment): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.tmp`, `${JSON.stringify(deployment, null, 2)}\n`);
  await rename(`${path}.tmp`, path);
}

/** Whether this chain is the one deployed to: same id, and code at every address. */
export async function isLive(client: PublicClient, deployment: Deployment): Promise<boolean> {
  if ((await client.getChainId()) !== deployment.chainId) return false;
  const codes = await Promise.all(CONTRACTS.map((name) => client.getCode({ address: deployment.addresses[name] })));
  return codes.every((code) => code !== undefined && code !== "0x");
}
