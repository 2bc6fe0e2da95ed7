import { join } from "node:path";
import { startIndexing } from "../indexer/start.ts";
import { defineRole } from "../platform/role.ts";

/** `npm run build -w subgraph` writes here. */
const SUBGRAPH_PATH = join(import.meta.dirname, "..", "..", "..", "subgraph", "build");

/** The embedded indexer: the subgraph's mappings over `<home>/indexer/indexer.db`, served at `/graphql`. */
export const startIndexer = defineRole(
  "indexer",
  async (role) => {
    const { config, deployment, dir, log, settings, signal } = role;
    const { subgraphPath } = settings.extra;
    const indexing = await startIndexing({
      rpcUrl: config.rpcUrl,
      ...(config.rpcUrls === undefined ? {} : { rpcUrls: config.rpcUrls }),
      ...(config.rpcQuorum === undefined ? {} : { rpcQuorum: config.rpcQuorum }),
      deployment,
      dbPath: join(dir, "indexer.db"),
      subgraphPath: typeof subgraphPath === "string" ? subgraphPath : SUBGRAPH_PATH,
      port: settings.port,
      log,
      signal,
    });
    role.onClose(() => indexing.close());
    return indexing.url;
  },
  // The indexer itself waits for a chain that is away or behind, and says so.
  { needsChain: false },
);
