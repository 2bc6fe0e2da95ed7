import { join } from "node:path";
import { privateKeyToAccount } from "viem/accounts";
import { startCustodian } from "../curator/custodian.ts";
import { curatorRoutes } from "../curator/routes.ts";
import { createContributionStore, curatorMigration, gradingMigration } from "../curator/store.ts";
import { createVersionStore } from "../curator/versionStore.ts";
import { FILE_LIMIT_BYTES } from "../datasets/limits.ts";
import { assertChain, createChainClient } from "../platform/chain/clients.ts";
import { followerMigration } from "../platform/chain/follower.ts";
import { createOutbox } from "../platform/chain/outbox.ts";
import { outboxMigration } from "../platform/chain/outboxStore.ts";
import { loadDeployment, roleConfig, roleKey } from "../platform/config.ts";
import { databaseOver } from "../platform/database.ts";
import { createApp } from "../platform/http/app.ts";
import { serve } from "../platform/http/serve.ts";
import { createIpfs } from "../platform/ipfs/ipfs.ts";
import type { RoleOptions, RunningRole } from "../platform/role.ts";
import { openSqlite } from "../platform/sqlite.ts";

/** Room for a file over the limit, so that the answer can name the file and not just the request. */
const BODY_LIMIT_BYTES = 4 * FILE_LIMIT_BYTES;

/** Datanets: uploads, signed contributions, versions; and the custodian's duties with the role's key. */
export async function startCurator({ config, log, signal }: RoleOptions): Promise<RunningRole> {
  const deployment = loadDeployment(config);
  const client = createChainClient(config);
  await assertChain(client, config);
  const sqlite = openSqlite(join(config.home, "data", "curator.db"), [
    outboxMigration,
    followerMigration,
    curatorMigration,
    gradingMigration,
  ]);
  const db = databaseOver(sqlite);
  const ipfs = await createIpfs({ home: config.home, kuboUrl: config.ipfs.kuboUrl });
  const stopping = new AbortController();
  const stopped = AbortSignal.any([signal, stopping.signal]);
  const account = privateKeyToAccount(roleKey(config, "curator"));
  const outbox = createOutbox({ db, client, account, log, signal: stopped });
  await outbox.resume();
  const contributions = createContributionStore(sqlite);
  const versions = createVersionStore(sqlite);
  const custodian = startCustodian({
    client,
    db,
    deployment,
    outbox,
    ipfs,
    contributions,
    versions,
    log,
    signal: stopped,
  });
  const app = createApp({ log, limitBytes: BODY_LIMIT_BYTES });
  curatorRoutes(app, { client, deployment, contributions, versions, ipfs, custodian: account.address });
  const server = await serve(app, { port: roleConfig(config, "curator").port });
  return {
    url: server.url,
    async close() {
      stopping.abort();
      await server.close();
      await custodian.done;
      await ipfs.close();
      await db.close();
    },
  };
}
