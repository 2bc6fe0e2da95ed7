import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { privateKeyToAccount } from "viem/accounts";
import { assertChain, createChainClient } from "../platform/chain/clients.ts";
import { createOutbox, type Outbox } from "../platform/chain/outbox.ts";
import { outboxMigration } from "../platform/chain/outboxStore.ts";
import { loadDeployment, roleConfig, roleKey } from "../platform/config.ts";
import { openDatabase } from "../platform/database.ts";
import { createEngineClient } from "../platform/engine/client.ts";
import { createGraph } from "../platform/graph.ts";
import { createApp } from "../platform/http/app.ts";
import { serve } from "../platform/http/serve.ts";
import { createIpfs } from "../platform/ipfs/ipfs.ts";
import { readAddress, readString } from "../platform/json.ts";
import type { Logger } from "../platform/log.ts";
import type { RoleOptions, RunningRole } from "../platform/role.ts";
import { cleanupMigration, createCleanupLedger } from "../trainer/cleanupLedger.ts";
import { createDatasetSource } from "../trainer/dataset.ts";
import { createJobStore, jobRetryMigration, jobStoreMigration } from "../trainer/jobStore.ts";
import { createQuoter } from "../trainer/quote.ts";
import { addRehearsalRoutes } from "../trainer/rehearsalRoutes.ts";
import { createRehearsalStore, rehearsalMigration } from "../trainer/rehearsalStore.ts";
import { createRehearser } from "../trainer/rehearser.ts";
import { addTrainerRoutes } from "../trainer/routes.ts";
import { createRunner } from "../trainer/runner.ts";
import { createShareDuty, type ShareDuty } from "../trainer/shares.ts";

const DUTY_MS = 1_000;

async function keepDuty(outbox: Outbox, duty: ShareDuty, log: Logger, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await outbox.resume();
      await duty.work();
    } catch (error) {
      if (signal.aborted) return;
      log.warn("share_duty_retry", { error });
    }
    await delay(DUTY_MS, undefined, { signal }).catch(() => undefined);
  }
}

/** Trains signed jobs one after another and measures whose rows a judged model owes its answers to. */
export async function startTrainer({ config, log, signal }: RoleOptions): Promise<RunningRole> {
  const settings = roleConfig(config, "trainer");
  const deployment = loadDeployment(config);
  const client = createChainClient(config);
  await assertChain(client, config);
  const privateKey = roleKey(config, "trainer");
  const account = privateKeyToAccount(privateKey);
  const python = readString(settings.extra.python, "roles.trainer.python");
  const db = await openDatabase(join(config.home, "state", "trainer.db"), [
    outboxMigration,
    jobStoreMigration,
    jobRetryMigration,
    rehearsalMigration,
    cleanupMigration,
  ]);
  const ipfs = await createIpfs({ home: config.home, kuboUrl: config.ipfs.kuboUrl });
  const stopping = new AbortController();
  const ended = AbortSignal.any([signal, stopping.signal]);
  const graph = createGraph(config.home);
  const engine = createEngineClient(config);
  const outbox = createOutbox({ db, client, account, log, signal: ended });
  const datasets = createDatasetSource({ graph, ipfs, deployment, account, privateKey, home: config.home });
  const store = createJobStore(db);
  const jobsDir = join(config.home, "jobs");
  const rehearsals = createRehearsalStore(db);
  const ledger = createCleanupLedger({ db, graph, jobs: () => store.list() });
  const rehearser = createRehearser({ rehearsals, jobs: store, datasets, engine, dir: jobsDir, log, signal: ended });
  const runner = createRunner({
    store,
    ledger,
    datasets,
    engine,
    ipfs,
    python,
    dir: jobsDir,
    trainer: account.address,
    baseAuthor: readAddress(settings.extra.baseAuthor, "roles.trainer.baseAuthor"),
    log,
    signal: ended,
  });
  const shares = createShareDuty({
    graph,
    ipfs,
    engine,
    datasets,
    outbox,
    deployment,
    dir: join(config.home, "adapters"),
    log,
    signal: ended,
  });

  const app = createApp({ log });
  const quoter = createQuoter({ python, datasets });
  addTrainerRoutes(app, {
    store,
    runner,
    quoter,
    shares,
    client,
    chainId: deployment.chainId,
    engine,
    defaultBase: config.model.base,
    dir: jobsDir,
  });
  const desk = { rehearsals, ledger, client, chainId: deployment.chainId, graph, dir: jobsDir };
  addRehearsalRoutes(app, { desk, store, rehearser, runner });
  const server = await serve(app, { port: settings.port });
  const loops = Promise.all([runner.loop(), rehearser.loop(), keepDuty(outbox, shares, log, ended)]);
  return {
    url: server.url,
    async close() {
      stopping.abort();
      await server.close();
      await loops;
      await ipfs.close();
      await db.close();
    },
  };
}
