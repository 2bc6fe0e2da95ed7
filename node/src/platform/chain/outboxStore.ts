import type { Address, Hash, Hex } from "viem";
import type { Database, Migration } from "../database.ts";

/** `new` is stored but unsigned; `signed` may be on its way; `mined` and `reverted` are final. */
export type OutboxState = "new" | "signed" | "mined" | "reverted";

/** One stored intent. `raw` is the signed transaction, stored before it is first sent. */
export interface OutboxRow {
  key: string;
  account: Address;
  to: Address;
  data: Hex;
  value: bigint;
  state: OutboxState;
  nonce: number | undefined;
  raw: Hex | undefined;
  hash: Hash | undefined;
  /** block that mined it, once final */
  block: bigint | undefined;
  blockHash: Hash | undefined;
}

export const outboxMigration: Migration = {
  id: "outbox-1",
  sql: `CREATE TABLE outbox (
    key TEXT NOT NULL,
    account TEXT NOT NULL,
    target TEXT NOT NULL,
    data TEXT NOT NULL,
    value TEXT NOT NULL,
    state TEXT NOT NULL,
    nonce INTEGER,
    raw TEXT,
    hash TEXT,
    block INTEGER,
    block_hash TEXT,
    created_at TEXT NOT NULL DEFAULT (datetime('now')),
    PRIMARY KEY (account, key)
  ) STRICT`,
};

interface StoredRow {
  key: string;
  account: string;
  target: string;
  data: string;
  value: string;
  state: string;
  nonce: number | null;
  raw: string | null;
  hash: string | null;
  block: number | null;
  block_hash: string | null;
}

function toRow(stored: StoredRow): OutboxRow {
  return {
    key: stored.key,
    account: stored.account as Address,
    to: stored.target as Address,
    data: stored.data as Hex,
    value: BigInt(stored.value),
    state: stored.state as OutboxState,
    nonce: stored.nonce ?? undefined,
    raw: (stored.raw ?? undefined) as Hex | undefined,
    hash: (stored.hash ?? undefined) as Hash | undefined,
    block: stored.block === null ? undefined : BigInt(stored.block),
    blockHash: (stored.block_hash ?? undefined) as Hash | undefined,
  };
}

/** The rows of one account's outbox. */
export function createOutboxStore(db: Database, account: Address) {
  return {
    get(key: string): OutboxRow | undefined {
      const row = db.prepare("SELECT * FROM outbox WHERE account = ? AND key = ?").get(account, key);
      return row === undefined ? undefined : toRow(row as unknown as StoredRow);
    },
    /** Stores the intent unless its key is taken: then the first one counts. */
    add(key: string, to: Address, data: Hex, value: bigint): void {
      db.prepare(
        "INSERT OR IGNORE INTO outbox (key, account, target, data, value, state) VALUES (?, ?, ?, ?, ?, 'new')",
      ).run(key, account, to, data, value.toString());
    },
    /** Forgets an intent that was never signed. */
    dropUnsigned(key: string): void {
      db.prepare("DELETE FROM outbox WHERE account = ? AND key = ? AND state = 'new'").run(account, key);
    },
    sign(key: string, nonce: number, raw: Hex, hash: Hash): void {
      db.prepare("UPDATE outbox SET state = 'signed', nonce = ?, raw = ?, hash = ? WHERE account = ? AND key = ?").run(
        nonce,
        raw,
        hash,
        account,
        key,
      );
    },
    /** Back to unsigned: its nonce was used by another transaction, so the stored one can never be mined. */
    unsign(key: string): void {
      db.prepare(
        "UPDATE outbox SET state = 'new', nonce = NULL, raw = NULL, hash = NULL WHERE account = ? AND key = ?",
      ).run(account, key);
    },
    finish(key: string, state: "mined" | "reverted", block: bigint, blockHash: Hash): void {
      db.prepare("UPDATE outbox SET state = ?, block = ?, block_hash = ? WHERE account = ? AND key = ?").run(
        state,
        Number(block),
        blockHash,
        account,
        key,
      );
    },
    /** A final transaction whose block is gone: its bytes are to be sent again. */
    reopen(key: string): void {
      db.prepare(
        "UPDATE outbox SET state = 'signed', block = NULL, block_hash = NULL WHERE account = ? AND key = ?",
      ).run(account, key);
    },
    /** Final intents, the last mined first. */
    final(): OutboxRow[] {
      const rows = db
        .prepare(
          "SELECT * FROM outbox WHERE account = ? AND state IN ('mined', 'reverted') ORDER BY block DESC, nonce DESC",
        )
        .all(account);
      return (rows as unknown as StoredRow[]).map(toRow);
    },
    /** Intents that are not final, in nonce order, unsigned ones last. */
    open(): OutboxRow[] {
      const rows = db
        .prepare(
          "SELECT * FROM outbox WHERE account = ? AND state IN ('new', 'signed') ORDER BY nonce IS NULL, nonce, rowid",
        )
        .all(account);
      return (rows as unknown as StoredRow[]).map(toRow);
    },
    highestSignedNonce(): number | undefined {
      const row = db
        .prepare("SELECT MAX(nonce) AS nonce FROM outbox WHERE account = ? AND state = 'signed'")
        .get(account);
      const nonce = row?.nonce;
      return typeof nonce === "number" ? nonce : undefined;
    },
  };
}

export type OutboxStore = ReturnType<typeof createOutboxStore>;
