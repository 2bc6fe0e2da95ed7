import type { Address, Hash, TransactionReceipt } from "viem";
import type { Database } from "../../database.ts";
import { nextWritten } from "../../written.ts";
import type { Intent } from "./intent.ts";
import {
  type Attempt,
  type OutboxRow,
  type StoredAttempt,
  type StoredRow,
  toAttempt,
  toRow,
  writeReceipt,
} from "./rows.ts";

/** An intent that is not final, with every signed version that can still be mined, the oldest first. */
export interface OpenIntent {
  row: OutboxRow;
  attempts: Attempt[];
}

/** A transaction of this account that somebody else sent, proven by a finalised block. */
export interface ForeignUse {
  nonce: number;
  hash: Hash;
  block: bigint;
  /** the intent that held the nonce here */
  key: string;
}

/** Most rows that one pass over what was mined looks at. */
export const PASS = 50;

/** The rows of one account's outbox. */
export function createOutboxStore(db: Database, account: Address) {
  const rowsWhere = async (condition: string, order: string, ...values: string[]): Promise<OutboxRow[]> => {
    const sql = `SELECT * FROM outbox WHERE account = ? AND ${condition} ORDER BY ${order}`;
    return (await db.all<StoredRow>(sql, account, ...values)).map(toRow);
  };

  return {
    async get(key: string): Promise<OutboxRow | undefined> {
      return (await rowsWhere("key = ?", "key", key))[0];
    },
    /** Stores the intent unless its key is taken: then the first one counts, and only a later deadline is noted. */
    async add({ key, to, data, value, about, deadline }: Intent): Promise<void> {
      await db.run(
        `INSERT INTO outbox (key, account, target, data, value, about, deadline, state, written)
          VALUES (?, ?, ?, ?, ?, ?, ?, 'new', ${nextWritten("outbox")})
          ON CONFLICT DO UPDATE SET deadline =
            CASE WHEN excluded.deadline > COALESCE(outbox.deadline, 0) THEN excluded.deadline ELSE outbox.deadline END
          WHERE excluded.deadline IS NOT NULL AND outbox.state IN ('new', 'signed')`,
        ...[key, account, to, data ?? "0x", (value ?? 0n).toString(), about ?? null, deadline ?? null],
      );
    },
    /** Stores an empty transfer that only uses up `nonce`. */
    async addFiller(key: string, nonce: number): Promise<void> {
      await db.run(
        `INSERT INTO outbox (key, account, target, data, value, about, state, nonce, written)
          VALUES (?, ?, ?, '0x', '0', 'fill a gap in the nonces', 'new', ?, ${nextWritten("outbox")}) ON CONFLICT DO NOTHING`,
        ...[key, account, account, nonce],
      );
    },
    /** Forgets an intent that no transaction can carry out any more. */
    async dropUnsigned(key: string): Promise<void> {
      await db.run("DELETE FROM outbox WHERE account = ? AND key = ? AND state = 'new'", account, key);
    },
    /** Stores a signed version. The intent's nonce is the first version's for good. */
    async addAttempt(key: string, attempt: Attempt): Promise<void> {
      const { nonce, hash, raw, kind, gas, maxFee, maxTip, block } = attempt;
      await db.transaction(async (tx) => {
        await tx.run(
          "UPDATE outbox SET state = 'signed', nonce = ? WHERE account = ? AND key = ? AND state IN ('new', 'signed')",
          ...[nonce, account, key],
        );
        await tx.run(
          `INSERT INTO outbox_attempts (account, key, nonce, hash, raw, kind, gas, max_fee, max_tip, signed_block, written)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ${nextWritten("outbox_attempts")})`,
          ...[
            account,
            key,
            nonce,
            hash,
            raw,
            kind,
            gas.toString(),
            maxFee.toString(),
            maxTip.toString(),
            Number(block),
          ],
        );
      });
    },
    async finish(key: string, state: "mined" | "reverted" | "cancelled", receipt: TransactionReceipt): Promise<void> {
      const { transactionHash, blockNumber, blockHash } = receipt;
      await db.run(
        "UPDATE outbox SET state = ?, hash = ?, block = ?, block_hash = ?, receipt = ? WHERE account = ? AND key = ?",
        ...[state, transactionHash, Number(blockNumber), blockHash, writeReceipt(receipt), account, key],
      );
    },
    /** Keeps the receipt of an intent that was mined before receipts were stored. */
    async keepReceipt(key: string, receipt: TransactionReceipt): Promise<void> {
      await db.run("UPDATE outbox SET receipt = ? WHERE account = ? AND key = ?", writeReceipt(receipt), account, key);
    },
    /** A mined transaction whose block is gone: its attempts are to be sent again. How it had ended is kept. */
    async reopen(key: string): Promise<void> {
      await db.run(
        `UPDATE outbox SET undone = state, state = 'signed', hash = NULL, block = NULL, block_hash = NULL, receipt = NULL
          WHERE account = ? AND key = ?`,
        ...[account, key],
      );
    },
    /** The block that mined it is finalised: nobody has to look at it again. */
    async settle(key: string): Promise<void> {
      await db.run("UPDATE outbox SET settled = 1 WHERE account = ? AND key = ?", account, key);
    },
    /** Back to unsigned: a finalised block proves that its nonce was used by a stranger, so no attempt can be mined. */
    async freeFromForeign({ nonce, hash, block, key }: ForeignUse): Promise<void> {
      await db.transaction(async (tx) => {
        await tx.run(
          "INSERT INTO outbox_foreign (account, nonce, hash, block, key) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
          ...[account, nonce, hash, Number(block), key],
        );
        await tx.run(
          "UPDATE outbox SET state = 'new', nonce = NULL WHERE account = ? AND key = ? AND nonce = ?",
          ...[account, key, nonce],
        );
      });
    },
    /** The newest transaction of a stranger, found in the last day. */
    async newestForeign(): Promise<ForeignUse | undefined> {
      const row = await db.get<{ nonce: number; hash: string; block: number; key: string }>(
        `SELECT * FROM outbox_foreign WHERE account = ? AND found_at > datetime('now', '-1 day')
          ORDER BY nonce DESC LIMIT 1`,
        account,
      );
      return row === undefined ? undefined : { ...row, hash: row.hash as Hash, block: BigInt(row.block) };
    },
    /** Mined intents whose block is not known to be finalised, the oldest first, as many as one pass looks at. */
    unsettled: (skipped = 0): Promise<OutboxRow[]> =>
      rowsWhere(
        "state IN ('mined', 'reverted', 'cancelled') AND settled = 0",
        `block, nonce, key LIMIT ${PASS} OFFSET ${skipped}`,
      ),
    /** What was mined from a nonce on, whether or not it is settled, in nonce order, as many as one pass looks at. */
    async minedFrom(nonce: number): Promise<{ key: string; attempt: Attempt }[]> {
      const stored = await db.all<StoredAttempt>(
        `SELECT a.* FROM outbox o JOIN outbox_attempts a ON a.account = o.account AND a.hash = o.hash
          WHERE o.account = ? AND o.state IN ('mined', 'reverted', 'cancelled') AND a.nonce >= ? ORDER BY a.nonce
          LIMIT ${PASS}`,
        ...[account, nonce],
      );
      return stored.map((one) => ({ key: one.key, attempt: toAttempt(one) }));
    },
    /** Intents that are not final, in nonce order, unsigned ones last. */
    async open(): Promise<OpenIntent[]> {
      const rows = await rowsWhere("state IN ('new', 'signed') AND settled = 0", "nonce IS NULL, nonce, written");
      if (!rows.some(({ state }) => state === "signed")) return rows.map((row) => ({ row, attempts: [] }));
      const stored = await db.all<StoredAttempt>(
        `SELECT a.* FROM outbox_attempts a JOIN outbox o ON o.account = a.account AND o.key = a.key AND o.nonce = a.nonce
          WHERE o.account = ? AND o.state = 'signed' AND o.settled = 0 ORDER BY a.written`,
        account,
      );
      const byKey = Map.groupBy(stored, ({ key }) => key);
      return rows.map((row) => ({ row, attempts: (byKey.get(row.key) ?? []).map(toAttempt) }));
    },
    /** The highest nonce this outbox ever signed with. */
    async highestNonce(): Promise<number | undefined> {
      const sql = "SELECT MAX(nonce) AS nonce FROM outbox_attempts WHERE account = ?";
      return (await db.get<{ nonce: number | null }>(sql, account))?.nonce ?? undefined;
    },
    async hasSignedWith(nonce: number): Promise<boolean> {
      const sql = "SELECT 1 FROM outbox_attempts WHERE account = ? AND nonce = ? LIMIT 1";
      return (await db.get(sql, account, nonce)) !== undefined;
    },
  };
}

export type OutboxStore = ReturnType<typeof createOutboxStore>;
