import { startCustodian } from "../curator/custodian.ts";
import { curatorRoutes } from "../curator/routes.ts";
import { createContributionStore, curatorMigration, gradingMigration } from "../curator/store.ts";
import { createVersionStore } from "../curator/versionStore.ts";
import { FILE_LIMIT_BYTES } from "../datasets/limits.ts";
import { followerMigration } from "../platform/chain/follower.ts";
import { outboxMigration } from "../platform/chain/outboxStore.ts";
import { databaseOver } from "../platform/database.ts";
import { createApp } from "../platform/http/app.ts";
import { defineRole } from "../platform/role.ts";
import { openSqlite } from "../platform/sqlite.ts";

/** Room for a file over the limit, so that the answer can name the file and not just the request. */
const BODY_LIMIT_BYTES = 4 * FILE_LIMIT_BYTES;

/** Datanets: uploads, signed contributions, versions; and the custodian's duties with the role's key. */
export const startCurator = defineRole("curator", async (role) => {
  const { client, deployment, ipfs, log, signal } = role;
  const account = role.account();
  const db = await role.openDatabase([outboxMigration, followerMigration, curatorMigration, gradingMigration]);
  const outbox = role.createOutbox(db, account);
  await outbox.resume();
  const contributions = createContributionStore(db);
  const versions = createVersionStore(db);
  const custodian = startCustodian({ client, db, deployment, outbox, ipfs, contributions, versions, log, signal });
  role.waitFor(custodian.done);
  const app = createApp({ log, limitBytes: BODY_LIMIT_BYTES });
  curatorRoutes(app, { client, deployment, contributions, versions, ipfs, custodian: account.address });
  return await role.serve(app);
});
