import { join } from "node:path";
import { evaluatorApi } from "@assay/sdk/api";
import type { Deployment } from "@assay/sdk/deployment";
import type { Hex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { createChainView } from "../evaluator/chainView.ts";
import type { Identity } from "../evaluator/identity.ts";
import { createDutyStore, dutiesMigration } from "../evaluator/judging/store.ts";
import { encryptionKeyPair } from "../evaluator/registration.ts";
import { runIdentity } from "../evaluator/runIdentity.ts";
import { createSeatStore, evaluatorMigration, versionsMigration } from "../evaluator/store.ts";
import { assertChain, type ChainClient, createChainClient } from "../platform/chain/clients.ts";
import { followerMigration } from "../platform/chain/follower.ts";
import { createOutbox } from "../platform/chain/outbox.ts";
import { outboxMigration } from "../platform/chain/outboxStore.ts";
import { type Config, loadDeployment, roleConfig, roleKey } from "../platform/config.ts";
import { databaseOver } from "../platform/database.ts";
import { createEngineClient } from "../platform/engine/client.ts";
import { createApp } from "../platform/http/app.ts";
import { serveOpenApi, serveRoutes } from "../platform/http/route.ts";
import { serve } from "../platform/http/serve.ts";
import { createIpfs } from "../platform/ipfs/ipfs.ts";
import { readInteger } from "../platform/json.ts";
import type { Logger } from "../platform/log.ts";
import type { RoleOptions, RunningRole } from "../platform/role.ts";
import { openSqlite } from "../platform/sqlite.ts";

interface IdentityContext {
  config: Config;
  client: ChainClient;
  deployment: Deployment;
  log: Logger;
  signal: AbortSignal;
}

/** Opens an identity: its own database, outbox and keys, named by its address. */
async function openIdentity(
  { config, client, deployment, log, signal }: IdentityContext,
  privateKey: Hex,
): Promise<Identity> {
  const account = privateKeyToAccount(privateKey);
  const own = log.child({ evaluator: account.address });
  const path = join(config.home, "data", `evaluator-${account.address.toLowerCase()}.db`);
  const sqlite = openSqlite(path, [
    outboxMigration,
    followerMigration,
    evaluatorMigration,
    versionsMigration,
    dutiesMigration,
  ]);
  const db = databaseOver(sqlite);
  const outbox = createOutbox({ db, client, account, log: own, signal });
  await outbox.resume();
  const keys = await encryptionKeyPair(account, deployment.chainId);
  return {
    address: account.address,
    keys,
    outbox,
    store: createSeatStore(sqlite),
    duties: createDutyStore(sqlite),
    db,
    deployment,
    log: own,
  };
}

/** k evaluators in one process: each has its own key, state, engine jobs and transactions. */
export async function startEvaluator({ config, log, signal }: RoleOptions): Promise<RunningRole> {
  const deployment = loadDeployment(config);
  const client = createChainClient(config);
  await assertChain(client, config);
  const settings = roleConfig(config, "evaluator");
  const { stakeUnits: units } = settings.extra;
  const wanted =
    units === undefined ? undefined : BigInt(readInteger(units, "roles.evaluator.stakeUnits", 1, 1_000_000_000));
  const stopping = new AbortController();
  const stopped = AbortSignal.any([signal, stopping.signal]);
  const ipfs = await createIpfs({ home: config.home, kuboUrl: config.ipfs.kuboUrl });
  const engine = createEngineClient(config);
  const view = createChainView(client, deployment);
  const context = { config, client, deployment, log, signal: stopped };
  const identities = await Promise.all(
    (settings.privateKeys ?? [roleKey(config, "evaluator")]).map((key) => openIdentity(context, key)),
  );
  const running = identities.map((identity) =>
    runIdentity({ identity, client, view, engine, ipfs, home: config.home, units: wanted, signal: stopped }),
  );
  const app = createApp({ log });
  serveOpenApi(app, "evaluator", evaluatorApi);
  serveRoutes(app, evaluatorApi, {
    health: () => ({ ok: true, evaluators: identities.map(({ address }) => address) }),
    seats: () => ({ seats: running.flatMap((one) => one.seats()) }),
    duties: () => ({ duties: running.flatMap((one) => one.duties()) }),
  });
  const server = await serve(app, { port: settings.port });
  return {
    url: server.url,
    async close() {
      stopping.abort();
      await server.close();
      await Promise.all(running.map((one) => one.done));
      await ipfs.close();
      for (const { db } of identities) await db.close();
    },
  };
}
