import assert from "node:assert/strict";
import type { indexerApi, ReplyOf } from "@assay/sdk/api";
import { type Logger, silentLogger } from "../../platform/log.ts";
import { type Indexer, startIndexing } from "../start.ts";
import type { ProtocolChain } from "./protocolChain.ts";
import { SUBGRAPH_PATH } from "./subgraphPath.ts";

export interface RunningIndexer {
  readonly url: string;
  query<T>(query: string, variables?: Record<string, unknown>): Promise<T>;
  /** The whole answer: data and errors. */
  ask(query: string, variables?: Record<string, unknown>): Promise<{ data?: unknown; errors?: { message: string }[] }>;
  /** Resolves when the index is at the chain's newest block. */
  caughtUp(): Promise<void>;
  /** What /health answers, and its status. */
  health(): Promise<IndexerHealth & { status: number }>;
  close(): Promise<void>;
}

type IndexerHealth = ReplyOf<typeof indexerApi.health>;

/** What an indexer follows: a chain of a test's own, and the contracts on it. */
type FollowedChain = Pick<ProtocolChain, "anvil" | "deployment">;

/** `rpc`: other RPCs than the chain's own, as a test of their faults has. */
export async function runIndexer(
  chain: FollowedChain,
  dbPath: string,
  rpc: { rpcUrl?: string; rpcUrls?: string[]; rpcQuorum?: number; log?: Logger } = {},
): Promise<RunningIndexer> {
  const indexer: Indexer = await startIndexing({
    rpcUrl: chain.anvil.rpcUrl,
    deployment: chain.deployment,
    dbPath,
    subgraphPath: SUBGRAPH_PATH,
    port: 0,
    log: silentLogger,
    signal: new AbortController().signal,
    ...rpc,
  });
  return attach(chain, indexer.url, () => indexer.close());
}

/** The same for an indexer that runs elsewhere. */
export function attach(chain: FollowedChain, url: string, close: () => Promise<void>): RunningIndexer {
  const ask = async (query: string, variables: Record<string, unknown> = {}) => {
    const response = await fetch(`${url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query, variables }),
    });
    return (await response.json()) as { data?: unknown; errors?: { message: string }[] };
  };
  const query = async <T>(text: string, variables?: Record<string, unknown>) => {
    const { data, errors } = await ask(text, variables);
    assert.deepEqual(errors ?? [], []);
    return data as T;
  };
  const caughtUp = async () => {
    const head = await chain.anvil.client.getBlock();
    const until = AbortSignal.timeout(20_000);
    const stream = await fetch(`${url}/graphql/stream`, { signal: until });
    for await (const chunk of stream.body ?? []) {
      if (Buffer.from(chunk).toString("utf8").includes(head.hash)) return;
    }
    throw new Error("The block stream ended before the newest block came.");
  };
  const health = async () => {
    const response = await fetch(`${url}/health`);
    return { ...((await response.json()) as IndexerHealth), status: response.status };
  };
  return { url, ask, query, caughtUp, health, close };
}
