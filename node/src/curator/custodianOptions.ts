import type { Deployment } from "@assay/sdk/deployment";
import type { ChainClient } from "../platform/chain/clients.ts";
import type { Outbox } from "../platform/chain/outbox/outbox.ts";
import type { Database } from "../platform/database.ts";
import type { Ipfs } from "../platform/ipfs/ipfs.ts";
import type { Logger } from "../platform/log.ts";
import type { ContributionStore } from "./contributionStore.ts";
import type { RoundStore } from "./roundStore.ts";
import type { VersionStore } from "./versionStore.ts";

/** What the custodian's duties work with. */
export interface CustodianOptions {
  client: ChainClient;
  db: Database;
  deployment: Deployment;
  outbox: Outbox;
  ipfs: Ipfs;
  contributions: ContributionStore;
  versions: VersionStore;
  rounds: RoundStore;
  log: Logger;
  signal: AbortSignal;
}
