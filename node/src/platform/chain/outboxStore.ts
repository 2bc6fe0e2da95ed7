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
    async get(key: string): Promise<OutboxRow | undefined> {
      const row = await db.get<StoredRow>("SELECT * FROM outbox WHERE account = ? AND key = ?", account, key);
      return row === undefined ? undefined : toRow(row);
    },
    /** Stores the intent unless its key is taken: then the first one counts. */
    async add(key: string, to: Address, data: Hex, value: bigint): Promise<void> {
      await db.run(
        "INSERT INTO outbox (key, account, target, data, value, state) VALUES (?, ?, ?, ?, ?, 'new') ON CONFLICT DO NOTHING",
        key,
        account,
        to,
        data,
        value.toString(),
      );
    },
    /** Forgets an intent that was never signed. */
    async dropUnsigned(key: string): Promise<void> {
      await db.run("DELETE FROM outbox WHERE account = ? AND key = ? AND state = 'new'", account, key);
    },
    async sign(key: string, nonce: number, raw: Hex, hash: Hash): Promise<void> {
      await db.run(
        "UPDATE outbox SET state = 'signed', nonce = ?, raw = ?, hash = ? WHERE account = ? AND key = ?",
        nonce,
        raw,
        hash,
        account,
        key,
      );
    },
    /** Back to unsigned: its nonce was used by another transaction, so the stored one, `hash`, can never be mined. */
    async unsign(key: string, hash: Hash): Promise<void> {
      await db.run(
        "UPDATE outbox SET state = 'new', nonce = NULL, raw = NULL, hash = NULL WHERE account = ? AND key = ? AND hash = ?",
        account,
        key,
        hash,
      );
    },
    async finish(key: string, state: "mined" | "reverted", block: bigint, blockHash: Hash): Promise<void> {
      await db.run(
        "UPDATE outbox SET state = ?, block = ?, block_hash = ? WHERE account = ? AND key = ?",
        state,
        Number(block),
        blockHash,
        account,
        key,
      );
    },
    /** A final transaction whose block is gone: its bytes are to be sent again. */
    async reopen(key: string): Promise<void> {
      await db.run(
        "UPDATE outbox SET state = 'signed', block = NULL, block_hash = NULL WHERE account = ? AND key = ?",
        account,
        key,
      );
    },
    /** Final intents, the last mined first. */
    async final(): Promise<OutboxRow[]> {
      const rows = await db.all<StoredRow>(
        "SELECT * FROM outbox WHERE account = ? AND state IN ('mined', 'reverted') ORDER BY block DESC, nonce DESC",
        account,
      );
      return rows.map(toRow);
    },
    /** Intents that are not final, in nonce order, unsigned ones last. */
    async open(): Promise<OutboxRow[]> {
      const rows = await db.all<StoredRow>(
        "SELECT * FROM outbox WHERE account = ? AND state IN ('new', 'signed') ORDER BY nonce IS NULL, nonce, rowid",
        account,
      );
      return rows.map(toRow);
    },
    async highestSignedNonce(): Promise<number | undefined> {
      const row = await db.get<{ nonce: number | null }>(
        "SELECT MAX(nonce) AS nonce FROM outbox WHERE account = ? AND state = 'signed'",
        account,
      );
      return row?.nonce ?? undefined;
    },
  };
}

export type OutboxStore = ReturnType<typeof createOutboxStore>;
