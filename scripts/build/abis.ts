/**
 * Turns Hardhat's artifacts into `sdk/generated/abis.ts` (`as const`, for viem's types) and `subgraph/abis/*.json`.
 * One source of ABIs for every workspace: nothing is copied by hand. Run after `npx hardhat build`.
 */
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { CONTRACTS } from "@assay/sdk/deployment";
import type { Abi } from "viem";

const ROOT = join(import.meta.dirname, "..", "..");
const NAMES = Object.values(CONTRACTS);

/** Artifact files by contract name. */
async function listArtifacts(): Promise<Map<string, string>> {
  const folder = join(ROOT, "artifacts", "contracts");
  const found = new Map<string, string>();
  for (const entry of await readdir(folder, { recursive: true })) {
    if (entry.endsWith(".json")) found.set(basename(entry, ".json"), join(folder, entry));
  }
  return found;
}

async function readAbi(path: string): Promise<Abi> {
  const artifact: { abi: Abi } = JSON.parse(await readFile(path, "utf8"));
  return artifact.abi;
}

async function abiOf(name: string, artifacts: Map<string, string>): Promise<Abi> {
  const path = artifacts.get(name);
  if (path === undefined) throw new Error(`artifacts/contracts has no ${name}: run npx hardhat build first`);
  return readAbi(path);
}

/** Leaves the file's time stamp alone when nothing changed, so that watchers stay quiet. */
async function writeIfChanged(path: string, text: string): Promise<void> {
  const current = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (current !== text) await writeFile(path, text);
}

async function main(): Promise<void> {
  const artifacts = await listArtifacts();
  const sdkFolder = join(ROOT, "sdk", "generated");
  const subgraphFolder = join(ROOT, "subgraph", "abis");
  await mkdir(sdkFolder, { recursive: true });
  await mkdir(subgraphFolder, { recursive: true });
  let source = "// Written by scripts/build/abis.ts from Hardhat's artifacts. Do not edit.\n";
  for (const name of NAMES) {
    const abi = await abiOf(name, artifacts);
    const constant = `${name.charAt(0).toLowerCase()}${name.slice(1)}Abi`;
    source += `\nexport const ${constant} = ${JSON.stringify(abi, null, 2)} as const;\n`;
    await writeIfChanged(join(subgraphFolder, `${name}.json`), `${JSON.stringify(abi, null, 2)}\n`);
  }
  await writeIfChanged(join(sdkFolder, "abis.ts"), source);
  console.log(`${NAMES.length} ABIs written to sdk/generated/abis.ts and subgraph/abis`);
}

await main();
