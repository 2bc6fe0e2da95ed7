import type { Database } from "../../platform/database.ts";
import { nextWritten } from "../../platform/written.ts";

export type Cells = Record<string, string | number | bigint | null>;

/** What a duty came to so far; `detail` is JSON that a later step needs. */
export interface Duty {
  key: string;
  roundId: bigint;
  state: string;
  detail: string;
}

function toDuty(row: Cells): Duty {
  return {
    key: row.key as string,
    roundId: BigInt(row.round_id as string),
    state: row.state as string,
    detail: row.detail as string,
  };
}

/** What one identity has done of its own duties, in the order in which it was written. */
export function createDutyList(db: Database) {
  return {
    async duty(key: string): Promise<Duty | undefined> {
      const [row] = await db.all<Cells>("SELECT * FROM duties WHERE key = ?", key);
      return row === undefined ? undefined : toDuty(row);
    },
    /** Notes a duty unless it is known: whoever found it first, its state stands. */
    async addDuty({ key, roundId, state, detail }: Duty): Promise<void> {
      await db.run(
        `INSERT INTO duties (key, round_id, state, detail, written) VALUES (?, ?, ?, ?, ${nextWritten("duties")})
         ON CONFLICT (key) DO NOTHING`,
        ...[key, roundId.toString(), state, detail],
      );
    },
    async setDuty({ key, roundId, state, detail }: Duty): Promise<void> {
      await db.run(
        `INSERT INTO duties (key, round_id, state, detail, written) VALUES (?, ?, ?, ?, ${nextWritten("duties")})
         ON CONFLICT (key) DO UPDATE SET round_id = excluded.round_id, state = excluded.state,
           detail = excluded.detail, written = excluded.written`,
        ...[key, roundId.toString(), state, detail],
      );
    },
    /** Duties by the beginning of their key. */
    dutiesLike: async (prefix: string): Promise<Duty[]> =>
      (
        await db.all<Cells>("SELECT * FROM duties WHERE substr(key, 1, ?) = ? ORDER BY written", prefix.length, prefix)
      ).map(toDuty),
    recentDuties: async (limit: number): Promise<Duty[]> =>
      (await db.all<Cells>("SELECT * FROM duties ORDER BY written DESC LIMIT ?", limit)).map(toDuty),
  };
}
