import { createHash } from "node:crypto";
import { contractNameOf } from "@assay/sdk/deployment";
import { AssayError } from "@assay/sdk/errors";
import type { Address } from "viem";
import { createPublicClient, http } from "viem";
import { serve } from "../platform/http/serve.ts";
import type { Logger } from "../platform/log.ts";
import { openSqlite } from "../platform/sqlite.ts";
import { BlockFeed } from "./blockFeed.ts";
import { createChainReader } from "./chain/reader.ts";
import { EntityReader } from "./graphql/entityReader.ts";
import { buildSchema } from "./graphql/schema.ts";
import { createHttpApi } from "./httpApi.ts";
import { type CompiledSubgraph, type DataSource, loadSubgraph } from "./manifest.ts";
import { BlockStore } from "./store/blockStore.ts";
import { EntityStore } from "./store/entityStore.ts";
import { createTables } from "./store/tables.ts";
import { follow, type SyncStatus } from "./sync.ts";

export interface IndexerOptions {
  readonly rpcUrl: string;
  readonly deployment: {
    readonly chainId: number;
    readonly startBlock: bigint | number;
    readonly addresses: object;
  };
  /** SQLite file; made when missing. */
  readonly dbPath: string;
  /** Folder written by `graph build`: subgraph.yaml, schema.graphql and the WASM of each data source. */
  readonly subgraphPath: string;
  /** 0 takes a free port. */
  readonly port: number;
  readonly host?: string;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

export interface Indexer {
  readonly url: string;
  close(): Promise<void>;
}

/** Indexes the deployment's contracts and serves them over GraphQL, until closed or `signal`. */
export async function startIndexing(options: IndexerOptions): Promise<Indexer> {
  const { log, deployment, rpcUrl } = options;
  const stop = new AbortController();
  const signal = AbortSignal.any([options.signal, stop.signal]);
  const subgraph = await loadSubgraph(options.subgraphPath);
  const startBlock = Number(deployment.startBlock);
  const sources = sourcesByAddress(subgraph, deployment.addresses);
  const fingerprint = fingerprintOf(subgraph, deployment.chainId, startBlock, [...sources.keys()]);

  const db = openSqlite(options.dbPath, []);
  if (createTables(db, subgraph.schema, fingerprint)) log.info("index_created", { fingerprint });
  const blocks = new BlockStore(db);
  const feed = new BlockFeed();
  const status: SyncStatus = { error: undefined, caughtUp: false };
  const schema = buildSchema({
    schema: subgraph.schema,
    reader: new EntityReader(db, subgraph.schema),
    blocks,
    status,
    startBlock,
    deployment: fingerprint,
    blockChanges: () => feed.changes(signal),
  });
  const api = createHttpApi({ schema, blocks, feed, status, log, signal });
  const server = await serve(api, {
    port: options.port,
    ...(options.host === undefined ? {} : { host: options.host }),
  });

  const client = createPublicClient({ transport: http(rpcUrl, { retryCount: 1 }), cacheTime: 0 });
  const reader = createChainReader(client, { addresses: [...sources.keys()], startBlock });
  const entities = new EntityStore(db, subgraph.schema);
  const following = follow(
    {
      db,
      entities,
      blocks,
      reader,
      sources,
      startBlock,
      log,
      signal,
      onBlock: (block, changed) => feed.publish(block, changed),
    },
    status,
  );
  let closed: Promise<void> | undefined;
  const close = async () => {
    stop.abort();
    await following;
    await server.close();
    db.close();
  };
  const closeOnce = () => {
    closed ??= close();
    return closed;
  };
  options.signal.addEventListener("abort", () => {
    closeOnce().catch((error: unknown) => log.error("index_close_failed", { error }));
  });
  return { url: server.url, close: closeOnce };
}

function sourcesByAddress(subgraph: CompiledSubgraph, addresses: object): Map<Address, DataSource> {
  const known = new Map<string, unknown>(Object.entries(addresses));
  return new Map(
    subgraph.sources.map((source) => {
      const address = known.get(contractNameOf(source.name) ?? source.name);
      if (typeof address !== "string") {
        throw new AssayError(`The deployment has no address for ${source.name}; deploy again.`, {
          code: "config_invalid",
          field: source.name,
        });
      }
      return [address.toLowerCase() as Address, source] as const;
    }),
  );
}

function fingerprintOf(
  subgraph: CompiledSubgraph,
  chainId: number,
  startBlock: number,
  addresses: readonly string[],
): string {
  const parts = [subgraph.codeHash, chainId, startBlock, ...addresses];
  return `0x${createHash("sha256").update(parts.join("\n")).digest("hex")}`;
}
