import type { SyncDatabase } from "../../platform/sqlite.ts";
import type { BlockPointer } from "../chain/types.ts";

/** Blocks kept behind the newest one: a deeper reorg makes indexing start over. */
const KEPT_BLOCKS = 20_000;

export interface StoredBlock extends BlockPointer {
  readonly parentHash: `0x${string}`;
  /** Unix seconds. */
  readonly timestamp: number;
}

/** The blocks whose changes are stored, newest last; what reorgs are found by and `_meta` tells. */
export class BlockStore {
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

  /** The newest stored block below `number`. */
  before(number: number): StoredBlock | undefined {
    return read(this.#db.prepare("SELECT * FROM blocks WHERE number < ? ORDER BY number DESC LIMIT 1").get(number));
  }

  add(block: StoredBlock): void {
    this.#db
      .prepare("INSERT OR REPLACE INTO blocks (number, hash, parent_hash, timestamp) VALUES (?, ?, ?, ?)")
      .run(block.number, block.hash, block.parentHash, block.timestamp);
    this.#db.prepare("DELETE FROM blocks WHERE number < ?").run(block.number - KEPT_BLOCKS);
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
