import assert from "node:assert/strict";
import { test } from "node:test";
import { openDatabase } from "../../database.ts";
import { runHistory } from "../testing/history.ts";
import { outboxMigrations } from "./migrations.ts";

/** Some in the inner loop; `npm test` runs ten thousand. */
const HISTORIES = Number(process.env.HISTORIES ?? 500);
/** A failing seed is run alone by SEED=<seed> HISTORIES=1. */
const FIRST = Number(process.env.SEED ?? 1);

test(`behavior: over ${HISTORIES} random histories every intent lands at most once, and at last once`, async () => {
  const db = await openDatabase(":memory:", outboxMigrations);
  for (let seed = FIRST; seed < FIRST + HISTORIES; seed++) {
    const fault = await runHistory(db, seed).catch((error: unknown) => error);
    assert.equal(fault, undefined, `history of seed ${seed}: ${fault}`);
  }
  await db.close();
});
