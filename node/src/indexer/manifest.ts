import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { AssayError } from "@assay/sdk/errors";
import type { Abi, AbiEvent, Hex } from "viem";
import { toEventSelector } from "viem";
import { parse } from "yaml";
import { messageOf } from "../platform/errors.ts";
import { type JsonObject, readArray, readObject, readString } from "../platform/json.ts";
import { type EntitySchema, parseEntitySchema } from "./store/entitySchema.ts";
import { Mapping } from "./wasm/mapping.ts";

/** One contract of the compiled subgraph: its mapping and which event goes to which handler. */
export interface DataSource {
  readonly name: string;
  readonly network: string;
  readonly mapping: Mapping;
  /** By topic 0. */
  readonly handlers: ReadonlyMap<Hex, { readonly event: AbiEvent; readonly handler: string }>;
}

/** What `graph build` left in `subgraph/build`. */
export interface CompiledSubgraph {
  readonly schema: EntitySchema;
  readonly sources: readonly DataSource[];
  /** Hash over schema and mappings: another value needs indexing from the start. */
  readonly codeHash: string;
}

/** Manifest parts that would need handlers or host functions this indexer does not have. */
const UNSUPPORTED = ["blockHandlers", "callHandlers"];

/** Reads a folder written by `graph build`; AssayError subgraph_missing or subgraph_unsupported. */
export async function loadSubgraph(folder: string): Promise<CompiledSubgraph> {
  const read = async (name: string) => {
    const path = join(folder, name);
    return readFile(path).catch((cause: unknown) => {
      const fix = 'run "npm run build -w subgraph"';
      throw new AssayError(`${path} can't be read (${messageOf(cause)}); ${fix}.`, { code: "subgraph_missing", cause });
    });
  };
  const hash = createHash("sha256");
  const manifest = readObject(parse((await read("subgraph.yaml")).toString("utf8")), "subgraph.yaml");
  if (manifest.templates !== undefined) throw unsupported("templates");
  const schemaFile = await read(readString(readObject(manifest.schema, "schema").file, "schema.file"));
  hash.update(schemaFile);
  const sources: DataSource[] = [];
  for (const entry of readArray(manifest.dataSources, "dataSources")) {
    sources.push(await loadDataSource(readObject(entry, "dataSources"), read, (bytes) => hash.update(bytes)));
  }
  return { schema: parseEntitySchema(schemaFile.toString("utf8")), sources, codeHash: hash.digest("hex") };
}

async function loadDataSource(
  entry: JsonObject,
  read: (name: string) => Promise<Buffer<ArrayBuffer>>,
  addToHash: (bytes: Uint8Array) => void,
): Promise<DataSource> {
  const name = readString(entry.name, "dataSources.name");
  const mapping = readObject(entry.mapping, `${name}.mapping`);
  for (const key of UNSUPPORTED) if (mapping[key] !== undefined) throw unsupported(`${name}.mapping.${key}`);
  const [abiEntry] = readArray(mapping.abis, `${name}.mapping.abis`);
  const abiFile = await read(
    readString(readObject(abiEntry, `${name}.mapping.abis`).file, `${name}.mapping.abis.file`),
  );
  const wasm = await read(readString(mapping.file, `${name}.mapping.file`));
  addToHash(wasm);
  const events = (JSON.parse(abiFile.toString("utf8")) as Abi).filter((item) => item.type === "event");
  const handlers = readArray(mapping.eventHandlers, `${name}.mapping.eventHandlers`).map((value) => {
    const { event, handler, receipt } = readObject(value, `${name}.mapping.eventHandlers`);
    if (receipt === true) throw unsupported(`a receipt for ${name}'s ${String(event)}`);
    return eventHandler(name, events, readString(event, "event"), readString(handler, "handler"));
  });
  return {
    name,
    network: readString(entry.network, `${name}.network`),
    mapping: new Mapping(wasm),
    handlers: new Map(handlers),
  };
}

function eventHandler(source: string, events: readonly AbiEvent[], signature: string, handler: string) {
  // "Name(indexed uint256,…)": what is left without `indexed` is the signature topic 0 is the hash of.
  const topic = toEventSelector(signature.replaceAll(/\s+/g, " ").replaceAll("indexed ", "").replaceAll(" ", ""));
  const event = events.find((candidate) => toEventSelector(candidate) === topic);
  if (event === undefined) {
    throw new AssayError(`${source}'s ABI has no event ${signature}; build the subgraph again.`, {
      code: "subgraph_unsupported",
    });
  }
  return [topic, { event, handler }] as const;
}

function unsupported(what: string): AssayError {
  return new AssayError(`subgraph.yaml has ${what}, which the embedded indexer does not run.`, {
    code: "subgraph_unsupported",
  });
}
