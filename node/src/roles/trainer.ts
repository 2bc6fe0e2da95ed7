import { join } from "node:path";
import { outboxMigrations } from "../platform/chain/outbox/migrations.ts";
import { createApp } from "../platform/http/app.ts";
import { readAddress, readString } from "../platform/json.ts";
import { defineRole } from "../platform/role.ts";
import { createCleanupLedger } from "../trainer/cleanupLedger.ts";
import { createDatasetSource } from "../trainer/dataset.ts";
import { createJobStore } from "../trainer/jobStore.ts";
import { trainerMigrations } from "../trainer/migrations.ts";
import { createQuoter } from "../trainer/quote.ts";
import { addRehearsalRoutes } from "../trainer/rehearsalRoutes.ts";
import { createRehearsalStore } from "../trainer/rehearsalStore.ts";
import { createRehearser } from "../trainer/rehearser.ts";
import { addTrainerRoutes } from "../trainer/routes.ts";
import { createRunner } from "../trainer/runner.ts";
import { createShareDuty } from "../trainer/shares.ts";

const DUTY_MS = 1_000;

/** Trains signed jobs one after another and measures whose rows a judged model owes its answers to. */
export const startTrainer = defineRole("trainer", async (role) => {
  const { config, settings, dir, client, deployment, graph, engine, ipfs, log, signal } = role;
  const { chainId } = deployment;
  const account = role.account();
  const python = readString(settings.extra.python, "roles.trainer.python");
  const baseAuthor = readAddress(settings.extra.baseAuthor, "roles.trainer.baseAuthor");
  const db = await role.openDatabase([...outboxMigrations, ...trainerMigrations]);
  const outbox = role.createOutbox(db, account);
  const jobsDir = join(dir, "jobs");
  const store = createJobStore(db);
  const rehearsals = createRehearsalStore(db);
  const ledger = createCleanupLedger({ db, graph, jobs: () => store.list() });
  const { privateKey } = account;
  const datasets = createDatasetSource({ graph, ipfs, deployment, account, privateKey, home: config.home, dir });
  const rehearser = createRehearser({ rehearsals, jobs: store, datasets, engine, dir: jobsDir, log, signal });
  const runner = createRunner({
    store,
    ledger,
    datasets,
    engine,
    ipfs,
    python,
    dir: jobsDir,
    trainer: account.address,
    baseAuthor,
    log,
    signal,
  });
  const adaptersDir = join(dir, "adapters");
  const shares = createShareDuty({
    graph,
    ipfs,
    engine,
    datasets,
    outbox,
    deployment,
    dir: adaptersDir,
    log,
    signal,
  });
  role.waitFor(runner.loop());
  role.waitFor(rehearser.loop());
  role.repeat({
    name: "shares",
    fault: "share_duty_retry",
    intervalMs: DUTY_MS,
    work: () => shares.work(),
  });

  const app = createApp({ log });
  const quoter = createQuoter({ python, datasets });
  const defaultBase = config.model.base;
  addTrainerRoutes(app, {
    store,
    runner,
    quoter,
    shares,
    client,
    chainId,
    engine,
    defaultBase,
    dir: jobsDir,
    accounts: role.accounts,
  });
  const desk = { rehearsals, ledger, client, chainId, graph, dir: jobsDir };
  addRehearsalRoutes(app, { desk, store, rehearser, runner });
  return await role.serve(app);
});
