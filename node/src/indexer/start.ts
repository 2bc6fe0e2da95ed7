import { createHash } from "node:crypto";
import { contractNameOf } from "@assay/sdk/deployment";
import { AssayError } from "@assay/sdk/errors";
import type { Address } from "viem";
import { createChainClient } from "../platform/chain/clients.ts";
import { createChainReader } from "../platform/chain/reader/chainReader.ts";
import { followChain } from "../platform/chain/reader/followChain.ts";
import { serve } from "../platform/http/serve.ts";
import type { Logger } from "../platform/log.ts";
import { openSqlite } from "../platform/sqlite.ts";
import { BlockFeed } from "./blockFeed.ts";
import { EntityReader } from "./graphql/entityReader.ts";
import { buildSchema } from "./graphql/schema.ts";
import { createHttpApi } from "./httpApi.ts";
import { type CompiledSubgraph, type DataSource, loadSubgraph } from "./manifest.ts";
import { BlockStore } from "./store/blockStore.ts";
import { EntityStore } from "./store/entityStore.ts";
import { createTables } from "./store/tables.ts";
import { indexingFollower, type SyncStatus } from "./sync.ts";

export interface IndexerOptions {
  readonly rpcUrl: string;
  /** More RPCs of the same chain, and how many of all must agree. */
  readonly rpcUrls?: readonly string[];
  readonly rpcQuorum?: number;
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
  const { log, deployment } = options;
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
  const reader = createChainReader({
    client: createChainClient({ ...options, chainId: deployment.chainId }),
    chainId: deployment.chainId,
    startBlock,
    addresses: [...sources.keys()],
    topics: [...sources.values()].flatMap(({ handlers }) => [...handlers.keys()]),
    transactions: true,
    fix: "for a fresh local chain, begin again with npm start -- --fresh",
  });
  const api = createHttpApi({ schema, blocks, feed, status, watch: reader.watch, log, signal });
  const server = await serve(api, {
    port: options.port,
    ...(options.host === undefined ? {} : { host: options.host }),
  });

  const entities = new EntityStore(db, subgraph.schema);
  const follower = indexingFollower(
    {
      db,
      entities,
      blocks,
      reader,
      sources,
      log,
      signal,
      onBlock: (block, changed) => feed.publish(block, changed),
    },
    status,
  );
  const following = followChain(follower);
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
