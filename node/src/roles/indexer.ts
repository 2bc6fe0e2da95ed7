import { join } from "node:path";
import { startIndexing } from "../indexer/start.ts";
import { loadDeployment, roleConfig } from "../platform/config.ts";
import type { StartRole } from "../platform/role.ts";

/** `npm run build -w subgraph` writes here. */
const SUBGRAPH_PATH = join(import.meta.dirname, "..", "..", "..", "subgraph", "build");

/** The embedded indexer: the subgraph's mappings over `<home>/indexer/indexer.db`, served at `/graphql`. */
export const startIndexer: StartRole = async ({ config, log, signal }) => {
  const { port, extra } = roleConfig(config, "indexer");
  return startIndexing({
    rpcUrl: config.rpcUrl,
    ...(config.rpcUrls === undefined ? {} : { rpcUrls: config.rpcUrls }),
    ...(config.rpcQuorum === undefined ? {} : { rpcQuorum: config.rpcQuorum }),
    deployment: loadDeployment(config),
    dbPath: join(config.home, "indexer", "indexer.db"),
    subgraphPath: typeof extra.subgraphPath === "string" ? extra.subgraphPath : SUBGRAPH_PATH,
    port,
    log,
    signal,
  });
};
