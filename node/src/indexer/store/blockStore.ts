import type { ChainHistory } from "../../platform/chain/reader/history.ts";
import type { BlockPointer } from "../../platform/chain/reader/types.ts";
import type { SyncDatabase } from "../../platform/sqlite.ts";

/** Blocks kept behind the newest one: a deeper reorg makes the index stand still. */
const KEPT_BLOCKS = 20_000;

export interface StoredBlock extends BlockPointer {
  readonly parentHash: `0x${string}`;
  /** Unix seconds. */
  readonly timestamp: number;
}

/** The blocks whose changes are stored, newest last; what reorgs are found by and `_meta` tells. */
export class BlockStore implements ChainHistory {
  readonly #db: SyncDatabase;

  constructor(db: SyncDatabase) {
    this.#db = db;
  }

  head(): StoredBlock | undefined {
    return read(this.#db.prepare("SELECT * FROM blocks ORDER BY number DESC LIMIT 1").get());
  }

  byNumber(number: number): StoredBlock | undefined {
    return read(this.#db.prepare("SELECT * FROM blocks WHERE number = ?").get(number));
  }

  byHash(hash: string): StoredBlock | undefined {
    return read(this.#db.prepare("SELECT * FROM blocks WHERE hash = ?").get(hash));
  }

  hashAt(number: number): StoredBlock["hash"] | undefined {
    return this.byNumber(number)?.hash;
  }

  oldest(): number | undefined {
    return read(this.#db.prepare("SELECT * FROM blocks ORDER BY number LIMIT 1").get())?.number;
  }

  finalised(): number | undefined {
    const row = this.#db.prepare("SELECT number FROM finalised").get();
    return row === undefined ? undefined : Number(row.number);
  }

  finalise(number: number): void {
    this.#db.prepare("INSERT OR REPLACE INTO finalised (only, number) VALUES (1, ?)").run(number);
  }

  /** In ascending order. */
  add(...blocks: readonly StoredBlock[]): void {
    const insert = this.#db.prepare(
      "INSERT OR REPLACE INTO blocks (number, hash, parent_hash, timestamp) VALUES (?, ?, ?, ?)",
    );
    for (const { number, hash, parentHash, timestamp } of blocks) insert.run(number, hash, parentHash, timestamp);
    const newest = blocks.at(-1)?.number ?? 0;
    this.#db.prepare("DELETE FROM blocks WHERE number < ?").run(newest - KEPT_BLOCKS);
  }

  revertTo(number: number): void {
    this.#db.prepare("DELETE FROM blocks WHERE number > ?").run(number);
  }
}

function read(row: Record<string, unknown> | undefined): StoredBlock | undefined {
  if (row === undefined) return undefined;
  return {
    number: Number(row.number),
    hash: row.hash as `0x${string}`,
    parentHash: row.parent_hash as `0x${string}`,
    timestamp: Number(row.timestamp),
  };
}
