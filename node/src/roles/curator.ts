import { join } from "node:path";
import { privateKeyToAccount } from "viem/accounts";
import { createContributionStore } from "../curator/contributionStore.ts";
import { startCustodian } from "../curator/custodian.ts";
import { curatorMigrations } from "../curator/migrations.ts";
import { createOffers } from "../curator/offers.ts";
import { createRoundStore } from "../curator/roundStore.ts";
import { curatorRoutes } from "../curator/routes.ts";
import { createVersionStore } from "../curator/versionStore.ts";
import { FILE_LIMIT_BYTES } from "../datasets/limits.ts";
import { assertChain, createChainClient } from "../platform/chain/clients.ts";
import { followerMigration } from "../platform/chain/follower.ts";
import { createOutbox } from "../platform/chain/outbox.ts";
import { outboxMigration } from "../platform/chain/outboxStore.ts";
import { loadDeployment, roleConfig, roleKey } from "../platform/config.ts";
import { openDatabase } from "../platform/database.ts";
import { createApp } from "../platform/http/app.ts";
import { serve } from "../platform/http/serve.ts";
import { createIpfs } from "../platform/ipfs/ipfs.ts";
import type { RoleOptions, RunningRole } from "../platform/role.ts";
import { runEvery } from "../platform/schedule.ts";

/** Room for a file over the limit, so that the answer can name the file and not just the request. */
const BODY_LIMIT_BYTES = 4 * FILE_LIMIT_BYTES;
/** How often uploads that nobody signed in time are looked for. */
const FORGET_MS = 60_000;

/** Datanets: uploads, signed contributions, versions; and the custodian's duties with the role's key. */
export async function startCurator({ config, log, signal }: RoleOptions): Promise<RunningRole> {
  const deployment = loadDeployment(config);
  const client = createChainClient(config);
  await assertChain(client, config);
  const db = await openDatabase(join(config.home, "data", "curator.db"), [
    outboxMigration,
    followerMigration,
    ...curatorMigrations,
  ]);
  const ipfs = await createIpfs({ home: config.home, kuboUrl: config.ipfs.kuboUrl });
  const stopping = new AbortController();
  const stopped = AbortSignal.any([signal, stopping.signal]);
  const account = privateKeyToAccount(roleKey(config, "curator"));
  const outbox = createOutbox({ db, client, account, log, signal: stopped });
  await outbox.resume();
  const contributions = createContributionStore(db);
  const versions = createVersionStore(db);
  const offers = createOffers({ now: Date.now });
  const custodian = startCustodian({
    client,
    db,
    deployment,
    outbox,
    ipfs,
    contributions,
    versions,
    rounds: createRoundStore(db),
    log,
    signal: stopped,
  });
  const forgetting = runEvery({
    name: "offers",
    intervalMs: FORGET_MS,
    log,
    signal: stopped,
    work: async () => offers.expire(),
  });
  const app = createApp({ log, limitBytes: BODY_LIMIT_BYTES });
  curatorRoutes(app, { client, deployment, contributions, offers, versions, ipfs, custodian: account.address });
  const server = await serve(app, { port: roleConfig(config, "curator").port });
  return {
    url: server.url,
    async close() {
      stopping.abort();
      await server.close();
      await Promise.all([custodian.done, forgetting]);
      await ipfs.close();
      await db.close();
    },
  };
}
