import type { Hex } from "viem";
import type { Database, Migration } from "../database.ts";
import type { ChainHistory } from "./reader/history.ts";
import type { BlockPointer } from "./reader/types.ts";

/** Blocks whose hashes a follower keeps, to find where another branch begins. */
const KEPT_BLOCKS = 2_000;
/** Rows that one statement writes: databases limit its parameters. */
const ROWS_AT_ONCE = 100;

export const followerMigrations: readonly Migration[] = [
  {
    id: "follower-1",
    sql: "CREATE TABLE follower (name TEXT PRIMARY KEY, block INTEGER NOT NULL, hash TEXT NOT NULL) STRICT",
  },
  {
    id: "follower-2",
    sql: `
      CREATE TABLE follower_block (name TEXT NOT NULL, number INTEGER NOT NULL, hash TEXT NOT NULL, PRIMARY KEY (name, number)) STRICT;
      INSERT INTO follower_block SELECT name, block, hash FROM follower;
      DROP TABLE follower;
      CREATE TABLE follower_final (name TEXT PRIMARY KEY, number INTEGER NOT NULL) STRICT;`,
  },
];

export interface FollowerStore extends ChainHistory {
  /** In ascending order; the last is where the follower stands. */
  add(blocks: readonly BlockPointer[]): Promise<void>;
  /** Forgets all blocks after this one. */
  rewind(to: number): Promise<void>;
}

/** Where one follower of a database stands. */
export function createFollowerStore(db: Database, name: string): FollowerStore {
  const numberOf = async (sql: string) => (await db.get<{ number: number | null }>(sql, name))?.number ?? undefined;
  return {
    head: () =>
      db.get<{ number: number; hash: Hex }>(
        "SELECT number, hash FROM follower_block WHERE name = ? ORDER BY number DESC LIMIT 1",
        name,
      ),
    async hashAt(number) {
      const sql = "SELECT hash FROM follower_block WHERE name = ? AND number = ?";
      return (await db.get<{ hash: Hex }>(sql, name, number))?.hash;
    },
    oldest: () => numberOf("SELECT min(number) AS number FROM follower_block WHERE name = ?"),
    finalised: () => numberOf("SELECT number FROM follower_final WHERE name = ?"),
    async finalise(number) {
      await db.run(
        "INSERT INTO follower_final (name, number) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET number = excluded.number",
        ...[name, number],
      );
    },
    async add(blocks) {
      const last = blocks.at(-1);
      if (last === undefined) return;
      const kept = blocks.slice(-KEPT_BLOCKS);
      await db.transaction(async (tx) => {
        for (let from = 0; from < kept.length; from += ROWS_AT_ONCE) {
          const rows = kept.slice(from, from + ROWS_AT_ONCE);
          await tx.run(
            `INSERT INTO follower_block (name, number, hash) VALUES ${rows.map(() => "(?, ?, ?)").join(", ")}
              ON CONFLICT (name, number) DO UPDATE SET hash = excluded.hash`,
            ...rows.flatMap(({ number, hash }) => [name, number, hash]),
          );
        }
        await tx.run("DELETE FROM follower_block WHERE name = ? AND number <= ?", name, last.number - KEPT_BLOCKS);
      });
    },
    async rewind(to) {
      await db.run("DELETE FROM follower_block WHERE name = ? AND number > ?", name, to);
    },
  };
}
