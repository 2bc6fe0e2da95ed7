import type { Address } from "viem";
import type { Database, Migration } from "../../platform/database.ts";

/** What the chain refused waits this long at first, milliseconds, and twice as long after each further refusal. */
const FIRST_PAUSE_MS = 60_000;
const MOST_PAUSE_MS = 60 * 60_000;
/** Payments whose reason is told at once. */
const SHOWN = 20;

export const parkedMigration: Migration = {
  id: "gateway-parked-1",
  sql: `CREATE TABLE parked_payments (
    id TEXT PRIMARY KEY,
    reason TEXT NOT NULL,
    since TEXT NOT NULL,
    refusals INTEGER NOT NULL,
    retry_at TEXT NOT NULL
  ) STRICT`,
};

/** A payer's vouchers are parked as one, because each promises what those before it did. */
export const voucherId = (payer: Address): string => `voucher ${payer.toLowerCase()}`;

/** A voucher or statement that waits by itself, while the others go on. */
export interface ParkedPayment {
  /** `voucher <payer>`, or `statement <hash>` */
  id: string;
  reason: string;
  /** ISO 8601, when it was parked first */
  since: string;
}

/**
 * Payments that can't be taken now, each with its reason: one bad voucher never stops the settlement of the others. Kept in
 * the database, so that a restart does not try them all again.
 */
export function createParkedPayments(db: Database, now: () => number = Date.now) {
  type Row = { reason: string; since: string; refusals: number; retry_at: string };
  const find = (tx: Database, id: string) => tx.get<Row>("SELECT * FROM parked_payments WHERE id = ?", id);
  const iso = (ms: number): string => new Date(ms).toISOString();

  async function write(id: string, reason: string, step: 0 | 1): Promise<boolean> {
    return await db.transaction(async (tx) => {
      const before = await find(tx, id);
      const refusals = (before?.refusals ?? 0) + step;
      const pauseMs = step === 0 ? 0 : Math.min(FIRST_PAUSE_MS * 2 ** (refusals - 1), MOST_PAUSE_MS);
      await tx.run(
        `INSERT INTO parked_payments (id, reason, since, refusals, retry_at) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET reason = excluded.reason, refusals = excluded.refusals, retry_at = excluded.retry_at`,
        id,
        reason,
        before?.since ?? iso(now()),
        refusals,
        iso(now() + pauseMs),
      );
      return before?.reason !== reason;
    });
  }

  return {
    /** The chain or its reading refused: tried again after a pause. True when the reason is new. */
    refuse: (id: string, reason: string): Promise<boolean> => write(id, reason, 1),
    /** It only waits for what a look at the chain shows, so it is looked at in every pass. True when the reason is new. */
    wait: (id: string, reason: string): Promise<boolean> => write(id, reason, 0),
    async isDue(id: string): Promise<boolean> {
      const row = await find(db, id);
      return row === undefined || row.retry_at <= iso(now());
    },
    /** Why the chain refused it last; undefined for what only waits. */
    refusalOf: async (id: string): Promise<string | undefined> => {
      const row = await find(db, id);
      return row === undefined || row.refusals === 0 ? undefined : row.reason;
    },
    release: (id: string) => db.run("DELETE FROM parked_payments WHERE id = ?", id),
    /** Forgets what is not among `ids` of this kind: it was paid. */
    async keepOnly(kind: string, ids: ReadonlySet<string>): Promise<void> {
      const rows = await db.all<{ id: string }>("SELECT id FROM parked_payments");
      for (const { id } of rows)
        if (id.startsWith(`${kind} `) && !ids.has(id)) await db.run("DELETE FROM parked_payments WHERE id = ?", id);
    },
    list: (): Promise<ParkedPayment[]> =>
      db.all<ParkedPayment>(`SELECT id, reason, since FROM parked_payments ORDER BY since, id LIMIT ${SHOWN}`),
  };
}

export type ParkedPayments = ReturnType<typeof createParkedPayments>;
