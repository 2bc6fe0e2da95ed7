/**
 * Writes `subgraph.yaml` from `subgraph.yaml.template`, the ABIs and a deployment.
 * `node scripts/prepare.ts [--deployment <file>] [--network <name>]`; without a deployment every address is a
 * placeholder, which is enough to compile: addresses are read from the manifest only, never from the WASM.
 */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { CONTRACT_NAMES, contractNameOf } from "@assay/sdk/deployment";
import { type AbiEvent, formatAbiItem, isAddress } from "viem/utils";
import { SOURCES, type Source } from "./sources.ts";

const ROOT = join(import.meta.dirname, "..");
/** graph-node's mapping API that graph-ts 0.38 is written for. */
const API_VERSION = "0.0.9";

interface Deployment {
  readonly startBlock: number;
  readonly addresses: Readonly<Record<string, string>>;
}

type AbiItem = { readonly type: string; readonly name?: string };

/** Addresses 0x…01, 0x…02, …: distinct, and obviously no contract. */
function placeholderDeployment(): Deployment {
  const addresses = Object.fromEntries(
    CONTRACT_NAMES.map((name, index) => [name, `0x${(index + 1).toString(16).padStart(40, "0")}`]),
  );
  return { startBlock: 0, addresses };
}

async function readDeployment(path: string | undefined): Promise<Deployment> {
  if (path === undefined) return placeholderDeployment();
  return JSON.parse(await readFile(path, "utf8")) as Deployment;
}

/** "Name(indexed uint256,(bytes32,string))": the manifest's spelling of an event. */
function manifestSignature(event: AbiEvent): string {
  const inputs = event.inputs.map((input) => {
    const bare = formatAbiItem({ type: "event", name: "X", inputs: [input] }, { includeName: false }).slice(2, -1);
    return input.indexed === true ? `indexed ${bare}` : bare;
  });
  return `${event.name}(${inputs.join(",")})`;
}

async function handlerLines(source: Source): Promise<string[]> {
  const path = join(ROOT, "abis", `${source.contract}.json`);
  const abi = JSON.parse(await readFile(path, "utf8")) as AbiItem[];
  return source.events.flatMap((name) => {
    const event = abi.find((item): item is AbiEvent => item.type === "event" && item.name === name);
    if (event === undefined) {
      throw new Error(`abis/${source.contract}.json has no event ${name}: build the contracts and the ABIs again`);
    }
    return [`        - event: ${manifestSignature(event)}`, `          handler: handle${name}`];
  });
}

async function dataSource(source: Source, network: string, deployment: Deployment): Promise<string> {
  const name = contractNameOf(source.contract);
  const address = name && deployment.addresses[name];
  if (address === undefined || !isAddress(address, { strict: false })) {
    throw new Error(`deployment.addresses.${name} is ${address}: give the address of ${source.contract}`);
  }
  return [
    "  - kind: ethereum/contract",
    `    name: ${source.contract}`,
    `    network: ${network}`,
    "    source:",
    `      abi: ${source.contract}`,
    `      address: "${address}"`,
    `      startBlock: ${deployment.startBlock}`,
    "    mapping:",
    "      kind: ethereum/events",
    `      apiVersion: ${API_VERSION}`,
    "      language: wasm/assemblyscript",
    `      file: ./src/${source.mapping}.ts`,
    `      entities: [${source.entities.join(", ")}]`,
    "      abis:",
    `        - name: ${source.contract}`,
    `          file: ./abis/${source.contract}.json`,
    "      eventHandlers:",
    ...(await handlerLines(source)),
  ].join("\n");
}

const { values } = parseArgs({
  options: { deployment: { type: "string" }, network: { type: "string", default: "localhost" } },
});
const deployment = await readDeployment(values.deployment);
const template = await readFile(join(ROOT, "subgraph.yaml.template"), "utf8");
const sources = await Promise.all(SOURCES.map((source) => dataSource(source, values.network, deployment)));
const body = template
  .split("\n")
  .filter((line) => !line.startsWith("#"))
  .join("\n");
await writeFile(join(ROOT, "subgraph.yaml"), body.replace("{{dataSources}}", sources.join("\n")));
