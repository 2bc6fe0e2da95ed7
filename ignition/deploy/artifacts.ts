import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Artifact, ArtifactResolver } from "@nomicfoundation/ignition-core";

/** The compiled contract is not there: the build has not run. */
export class ArtifactMissing extends Error {
  override readonly name = "ArtifactMissing";
  readonly code = "ARTIFACT_MISSING";
  constructor(contractName: string, folder: string) {
    super(`No artifact of ${contractName} under ${folder}: run \`npx hardhat build\` first.`);
  }
}

/**
 * Reads artifacts straight from disk, so that a deployment at run time starts neither Hardhat nor a compiler.
 * @param folder the `artifacts/contracts` folder of a build
 */
export function artifactReader(folder: string): ArtifactResolver {
  const paths = readdir(folder, { recursive: true });
  return {
    async loadArtifact(contractName) {
      const path = (await paths).find((entry) => entry.endsWith(`${contractName}.sol/${contractName}.json`));
      if (path === undefined) throw new ArtifactMissing(contractName, folder);
      return JSON.parse(await readFile(join(folder, path), "utf8")) as Artifact;
    },
    // Only verification on an explorer needs the compiler's whole input.
    async getBuildInfo() {
      return undefined;
    },
  };
}
