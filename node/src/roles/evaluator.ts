import { evaluatorApi } from "@assay/sdk/api";
import type { Hex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { createChainView } from "../evaluator/chainView.ts";
import type { Identity } from "../evaluator/identity.ts";
import { createDutyStore, dutiesMigrations } from "../evaluator/judging/store.ts";
import { encryptionKeyPair } from "../evaluator/registration.ts";
import { runIdentity } from "../evaluator/runIdentity.ts";
import { createSeatStore, evaluatorMigration, versionsMigration } from "../evaluator/store.ts";
import { waitingDuties } from "../evaluator/waitingDuties.ts";
import { followerMigrations } from "../platform/chain/followerStore.ts";
import { outboxMigrations } from "../platform/chain/outbox/migrations.ts";
import { createApp } from "../platform/http/app.ts";
import { serveOpenApi, serveRoutes } from "../platform/http/route.ts";
import { readInteger } from "../platform/json.ts";
import { defineRole, type Role } from "../platform/role.ts";

const MIGRATIONS = [
  ...outboxMigrations,
  ...followerMigrations,
  evaluatorMigration,
  versionsMigration,
  ...dutiesMigrations,
];

/** Opens an identity: its own database, outbox and keys, named by its address. */
async function openIdentity(role: Role, privateKey: Hex): Promise<Identity> {
  const { deployment } = role;
  const account = privateKeyToAccount(privateKey);
  const log = role.log.child({ evaluator: account.address });
  const db = await role.openDatabase(MIGRATIONS, account.address.toLowerCase());
  const outbox = role.createOutbox(db, account, log);
  await outbox.resume();
  const keys = await encryptionKeyPair(account, deployment.chainId);
  return {
    address: account.address,
    keys,
    outbox,
    store: createSeatStore(db),
    duties: createDutyStore(db),
    db,
    deployment,
    log,
  };
}

/** k evaluators in one process: each has its own key, state, engine jobs and transactions. */
export const startEvaluator = defineRole("evaluator", async (role) => {
  const { client, deployment, dir, engine, ipfs, log, settings, signal } = role;
  const { stakeUnits } = settings.extra;
  const units =
    stakeUnits === undefined
      ? undefined
      : BigInt(readInteger(stakeUnits, "roles.evaluator.stakeUnits", 1, 1_000_000_000));
  const view = createChainView(client, deployment);
  const keys = settings.privateKeys ?? [role.account().privateKey];
  const identities = await Promise.all(keys.map((key) => openIdentity(role, key)));
  const running = identities.map((identity) =>
    runIdentity({ identity, client, view, engine, ipfs, dir, units, signal }),
  );
  for (const { done } of running) role.waitFor(done);
  const app = createApp({ log });
  serveOpenApi(app, "evaluator", evaluatorApi);
  serveRoutes(app, evaluatorApi, {
    async health(_, c) {
      const ok = running.every(({ watch }) => watch.isWell());
      if (!ok) c.status(503);
      const [chain] = running.map(({ watch }) => watch.health()).toSorted((a, b) => b.lag - a.lag);
      const evaluators = identities.map(({ address }) => address);
      return { ok, evaluators, accounts: await role.accounts(), ...(chain === undefined ? {} : { chain }) };
    },
    seats: async () => ({ seats: (await Promise.all(running.map((one) => one.seats()))).flat() }),
    duties: async () => ({
      duties: (await Promise.all(running.map((one) => one.duties()))).flat(),
      waiting: (await role.accounts()).flatMap(waitingDuties),
    }),
  });
  return await role.serve(app);
});
