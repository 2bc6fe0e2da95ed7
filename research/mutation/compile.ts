import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, posix } from "node:path";

const require = createRequire(import.meta.url);
const solc = require("solc") as { compile(input: string): string };

/** Bytecode as an artifact holds it. */
export interface Code {
  readonly bytecode: string;
  readonly deployedBytecode: string;
}

interface Output {
  readonly errors?: readonly {
    readonly severity: string;
    readonly message: string;
    readonly sourceLocation?: { readonly file: string };
  }[];
  readonly contracts?: Record<
    string,
    Record<string, { evm: Record<"bytecode" | "deployedBytecode", { object: string }> }>
  >;
}

const IMPORT = /import\s+(?:[^"';]*?from\s+)?"([^"]+)"/g;

/** All sources that `entry` needs, with `text` in place of `changed`. */
function closure(root: string, entry: string, changed: string, text: string): Record<string, { content: string }> {
  const sources: Record<string, { content: string }> = {};
  const waiting = [entry];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (sources[path] !== undefined) continue;
    const file = path.startsWith("@") ? join(root, "node_modules", path) : join(root, path);
    const content = path === changed ? text : readFileSync(file, "utf8");
    sources[path] = { content };
    for (const [, target = ""] of content.matchAll(IMPORT)) {
      waiting.push(target.startsWith(".") ? posix.join(dirname(path), target) : target);
    }
  }
  return sources;
}

/** Whether the text is Solidity at all: the compiler stops everything at the first text that is not. */
function parses(path: string, content: string): boolean {
  const input = { language: "Solidity", sources: { [path]: { content } }, settings: { stopAfter: "parsing" } };
  const { errors = [] } = JSON.parse(solc.compile(JSON.stringify(input))) as Output;
  // What it imports was left out.
  return !errors.some(({ severity, message }) => severity === "error" && !/^Source ".*" not found/.test(message));
}

/**
 * Those of many changed texts of one source that the compiler accepts. They are checked side by side, as files of one
 * folder, because what they import takes far longer to check than they do.
 */
export function accepted<T extends { readonly text: string }>(
  root: string,
  source: string,
  changes: readonly T[],
): T[] {
  const pathOf = (index: number): string => `${dirname(source)}/Changed${index}.sol`;
  let left = changes.map((change, index) => ({ change, path: pathOf(index) }));
  left = left.filter(({ change, path }) => parses(path, change.text));
  const imported = closure(root, source, source, readFileSync(join(root, source), "utf8"));
  // A stage that finds errors keeps the later stages from running, so this is repeated until it finds none.
  for (;;) {
    const changed = Object.fromEntries(left.map(({ change, path }) => [path, { content: change.text }]));
    const sources = { ...imported, ...changed };
    const input = { language: "Solidity", sources, settings: { evmVersion: "cancun", outputSelection: {} } };
    const { errors = [] } = JSON.parse(solc.compile(JSON.stringify(input))) as Output;
    const wrong = new Set(errors.filter(({ severity }) => severity === "error").map((e) => e.sourceLocation?.file));
    if (wrong.size === 0) return left.map(({ change }) => change);
    const rest = left.filter(({ path }) => !wrong.has(path));
    if (rest.length === left.length) throw new Error(`${source} is refused as it is.`);
    left = rest;
  }
}

/** How the contract is compiled: as it is deployed, or in a tenth of the time. The tests need not know the difference. */
const PIPELINES = {
  deployed: { viaIR: true, optimizer: { enabled: true, runs: 200 } },
  quick: { viaIR: false, optimizer: { enabled: false } },
};

/**
 * Compiles one contract with one source changed; undefined where the change does not compile. Without metadata, so that
 * two sources that mean the same give the same bytes where the optimizer saw it.
 */
export function compileMutant(
  root: string,
  target: { readonly contract: string; readonly deployed: string },
  change: { readonly source: string; readonly text: string },
  pipeline: keyof typeof PIPELINES,
): Code | undefined {
  const input = {
    language: "Solidity",
    sources: closure(root, target.deployed, change.source, change.text),
    settings: {
      ...PIPELINES[pipeline],
      evmVersion: "cancun",
      metadata: { appendCBOR: false },
      outputSelection: {
        [target.deployed]: { [target.contract]: ["evm.bytecode.object", "evm.deployedBytecode.object"] },
      },
    },
  };
  const output = JSON.parse(solc.compile(JSON.stringify(input))) as Output;
  if (output.errors?.some(({ severity }) => severity === "error")) return undefined;
  const evm = output.contracts?.[target.deployed]?.[target.contract]?.evm;
  if (evm === undefined) return undefined;
  return { bytecode: `0x${evm.bytecode.object}`, deployedBytecode: `0x${evm.deployedBytecode.object}` };
}
