/** An indexer as a process of its own, for tests that kill it: `node indexerProcess.ts <rpcUrl> <deployment JSON> <db>`. */
import { silentLogger } from "../../platform/log.ts";
import { startIndexing } from "../start.ts";
import { SUBGRAPH_PATH } from "./subgraphPath.ts";

const [rpcUrl = "", deployment = "", dbPath = ""] = process.argv.slice(2);
const indexer = await startIndexing({
  rpcUrl,
  deployment: JSON.parse(deployment) as { chainId: number; startBlock: number; addresses: object },
  dbPath,
  subgraphPath: SUBGRAPH_PATH,
  port: 0,
  log: silentLogger,
  signal: new AbortController().signal,
});
process.stdout.write(`${indexer.url}\n`);
