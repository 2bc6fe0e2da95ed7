import type { Migration } from "../platform/database.ts";
import { cleanupMigrations } from "./cleanupLedger.ts";
import { jobColumnsMigrations, jobRetryMigration, jobStoreMigration } from "./jobStore.ts";
import { rehearsalMigrations } from "./rehearsalStore.ts";

/** The trainer's tables, in the order they came. */
export const trainerMigrations: readonly Migration[] = [
  jobStoreMigration,
  jobRetryMigration,
  ...jobColumnsMigrations,
  ...rehearsalMigrations,
  ...cleanupMigrations,
];
