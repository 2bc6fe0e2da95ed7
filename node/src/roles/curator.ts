import { createContributionStore } from "../curator/contributionStore.ts";
import { startCustodian } from "../curator/custodian.ts";
import { curatorMigrations } from "../curator/migrations.ts";
import { createOffers } from "../curator/offers.ts";
import { createRoundStore } from "../curator/roundStore.ts";
import { curatorRoutes } from "../curator/routes.ts";
import { createVersionStore } from "../curator/versionStore.ts";
import { FILE_LIMIT_BYTES } from "../datasets/limits.ts";
import { followerMigrations } from "../platform/chain/followerStore.ts";
import { outboxMigrations } from "../platform/chain/outbox/migrations.ts";
import { createApp } from "../platform/http/app.ts";
import { defineRole } from "../platform/role.ts";

/** Room for a file over the limit, so that the answer can name the file and not just the request. */
const BODY_LIMIT_BYTES = 4 * FILE_LIMIT_BYTES;
/** How often uploads that nobody signed in time are looked for. */
const FORGET_MS = 60_000;

/** Datanets: uploads, signed contributions, versions; and the custodian's duties with the role's key. */
export const startCurator = defineRole("curator", async (role) => {
  const { client, deployment, ipfs, log, signal } = role;
  const account = role.account();
  const db = await role.openDatabase([...outboxMigrations, ...followerMigrations, ...curatorMigrations]);
  const outbox = role.createOutbox(db, account);
  await outbox.resume();
  const contributions = createContributionStore(db);
  const versions = createVersionStore(db);
  const rounds = createRoundStore(db);
  const offers = createOffers({ now: Date.now });
  const custodian = { client, db, deployment, outbox, ipfs, contributions, versions, rounds, log, signal };
  const { done, watch } = startCustodian(custodian);
  role.waitFor(done);
  role.repeat({ name: "offers", intervalMs: FORGET_MS, work: async () => offers.expire() });
  const app = createApp({ log, limitBytes: BODY_LIMIT_BYTES });
  curatorRoutes(app, {
    client,
    deployment,
    contributions,
    offers,
    versions,
    ipfs,
    custodian: account.address,
    watch,
    accounts: role.accounts,
  });
  return await role.serve(app);
});
