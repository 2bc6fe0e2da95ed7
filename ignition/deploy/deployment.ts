import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { CONTRACT_NAMES, type Deployment, parseDeployment } from "@assay/sdk/deployment";
import type { PublicClient } from "viem";

/** Reads a deployment; undefined when the file does not exist. */
export async function readDeployment(path: string): Promise<Deployment | undefined> {
  try {
    return parseDeployment(JSON.parse(await readFile(path, "utf8")));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** Writes by rename, so that a role never reads half a file. */
export async function writeDeployment(path: string, deployment: Deployment): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const json = { ...deployment, startBlock: Number(deployment.startBlock) };
  await writeFile(`${path}.tmp`, `${JSON.stringify(json, null, 2)}\n`);
  await rename(`${path}.tmp`, path);
}

/** Whether this chain is the one deployed to: same id, and code at every address. */
export async function isLive(client: PublicClient, deployment: Deployment): Promise<boolean> {
  if ((await client.getChainId()) !== deployment.chainId) return false;
  const codes = await Promise.all(
    CONTRACT_NAMES.map((name) => client.getCode({ address: deployment.addresses[name] })),
  );
  return codes.every((code) => code !== undefined && code !== "0x");
}
