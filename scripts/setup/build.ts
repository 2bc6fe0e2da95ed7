/**
 * Builds what the sources generate (contracts, ABIs, endpoints, subgraph WASM, web bundle), each step only when its
 * inputs changed. A step's stamp is the hash of its inputs, written after it succeeded.
 */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { globSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../../", import.meta.url));
const stamps = join(root, "cache", "stamps");

export type BuildStep = { name: string; inputs: string[]; outputs: string[]; command: string[] };

/** In dependency order; `web` and `subgraph` only need what comes before them and may run side by side. */
export const steps = {
  contracts: {
    name: "contracts",
    inputs: ["contracts/**/*.sol", "hardhat.config.ts", "scripts/build/hardhat/*.ts", "package-lock.json"],
    outputs: ["artifacts/contracts"],
    command: ["npx", "hardhat", "build", "--no-tests", "--quiet"],
  },
  abis: {
    name: "abis",
    inputs: ["contracts/**/*.sol", "scripts/build/abis.ts"],
    outputs: ["sdk/generated/abis.ts", "sdk/generated/abis/*.ts", "sdk/generated/contractErrors.ts", "subgraph/abis"],
    command: ["node", "scripts/build/abis.ts"],
  },
  endpoints: {
    name: "endpoints",
    inputs: ["sdk/src/**/*.ts", "scripts/build/endpoints.ts"],
    outputs: ["sdk/generated/endpoints.ts"],
    command: ["node", "scripts/build/endpoints.ts"],
  },
  graph: {
    name: "graph",
    inputs: [
      "subgraph/*.graphql",
      "sdk/src/graph/documents/*.graphql",
      "node/src/indexer/graphql/*.ts",
      "node/src/indexer/store/entitySchema.ts",
      "scripts/build/graph.ts",
      "package-lock.json",
    ],
    outputs: ["sdk/generated/graph.ts", "sdk/generated/graph/*.ts"],
    command: ["node", "scripts/build/graph.ts"],
  },
  subgraph: {
    name: "subgraph",
    inputs: [
      "subgraph/src/**/*.ts",
      "subgraph/scripts/*.ts",
      "subgraph/*.graphql",
      "subgraph/*.template",
      "contracts/**/*.sol",
    ],
    outputs: ["subgraph/build"],
    command: ["npm", "run", "--silent", "build", "-w", "subgraph"],
  },
  web: {
    name: "web",
    inputs: [
      "web/src/**/*",
      "web/index.html",
      "web/*.ts",
      "subgraph/schema.graphql",
      "sdk/src/**/*.{ts,graphql}",
      "contracts/**/*.sol",
      "package-lock.json",
    ],
    outputs: ["web/dist"],
    command: ["npm", "run", "--silent", "build", "-w", "web"],
  },
} satisfies Record<string, BuildStep>;

function inputHash(step: BuildStep): string {
  const hash = createHash("sha256").update(JSON.stringify(step.command));
  for (const pattern of step.inputs) {
    for (const file of globSync(pattern, { cwd: root }).sort()) {
      const path = join(root, file);
      if (statSync(path).isFile()) hash.update(file).update(readFileSync(path));
    }
  }
  return hash.digest("hex");
}

function isFresh(step: BuildStep, hash: string): boolean {
  if (!step.outputs.every((output) => globSync(output, { cwd: root }).length > 0)) return false;
  return globSync(`${step.name}`, { cwd: stamps }).length > 0 && readFileSync(join(stamps, step.name), "utf8") === hash;
}

function run(step: BuildStep, signal?: AbortSignal): Promise<void> {
  const [command = "", ...args] = step.command;
  const child = spawn(command, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"], ...(signal ? { signal } : {}) });
  let output = "";
  const collect = (chunk: Buffer): void => {
    output += chunk.toString();
  };
  child.stdout.on("data", collect);
  child.stderr.on("data", collect);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) resolve();
      else reject(new Error(`Building ${step.name} failed (${step.command.join(" ")}):\n${output.trim()}`));
    });
  });
}

/** Runs one step if its inputs changed. Returns false when there was nothing to do. */
async function buildStep(step: BuildStep, onStep: (name: string) => void, signal?: AbortSignal): Promise<boolean> {
  const hash = inputHash(step);
  if (isFresh(step, hash)) return false;
  onStep(step.name);
  await run(step, signal);
  mkdirSync(stamps, { recursive: true });
  writeFileSync(join(stamps, step.name), hash);
  return true;
}

/** Compiles the contracts if they changed, for what needs nothing else. */
export async function buildContracts(): Promise<void> {
  await buildStep(steps.contracts, (name) => console.error(`building ${name}`));
}

/** Builds everything that changed. Returns the names of the steps that ran. */
export async function buildAll(
  options: { web?: boolean; signal?: AbortSignal; onStep?: (name: string) => void } = {},
): Promise<string[]> {
  const ran: string[] = [];
  const one = async (step: BuildStep): Promise<void> => {
    if (await buildStep(step, options.onStep ?? (() => undefined), options.signal)) ran.push(step.name);
  };
  await one(steps.contracts);
  await one(steps.abis);
  await one(steps.graph);
  await one(steps.endpoints);
  await Promise.all([one(steps.subgraph), ...(options.web === false ? [] : [one(steps.web)])]);
  return ran;
}
