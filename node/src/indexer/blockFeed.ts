import { randomBytes } from "node:crypto";
import { EventEmitter, on } from "node:events";
import type { LiveBlock } from "@assay/sdk/api";
import type { StoredBlock } from "./store/blockStore.ts";

/** Ids of changed entities by type. */
export type Changes = NonNullable<LiveBlock["changed"]>;

/** A turn of the feed: the newest block, what changed on the way to it, and the cursor to resume after it. */
export interface FeedTurn {
  readonly cursor: string;
  /** Null before the first block is stored. */
  readonly block: LiveBlock | null;
}

interface Entry {
  readonly turn: number;
  readonly changed: Changes | null;
}

/** Turns with changes that are kept, so that a listener who was away learns what it missed. */
const KEPT_TURNS = 2_000;
/** Turns that a listener without a cursor is told of: they cover the time between its first reads and this stream. */
const FIRST_TURNS = 20;

/** Tells listeners that the index moved, by a block or back by a reorg, and which entities that changed. */
export class BlockFeed {
  readonly #emitter = new EventEmitter().setMaxListeners(0);
  /** A cursor of an earlier process means nothing here. */
  readonly #life = randomBytes(4).toString("hex");
  #entries: Entry[] = [];
  #turn = 0;
  /** The oldest turn after which every change is still known. */
  #known = 0;

  publish(block: StoredBlock | undefined, changed: Changes | null): void {
    this.#turn += 1;
    if (changed === null || Object.keys(changed).length > 0) this.#entries.push({ turn: this.#turn, changed });
    const dropped = this.#entries.length - KEPT_TURNS;
    if (dropped > 0) {
      this.#known = this.#entries[dropped - 1]?.turn ?? this.#known;
      this.#entries = this.#entries.slice(dropped);
    }
    this.#emitter.emit("block", this.#feedTurn(block, changed));
  }

  /** One turn at once, so that a listener starts from the present state, then one for each change, until `signal`. */
  async *changes(signal: AbortSignal): AsyncGenerator<undefined, void> {
    for await (const _ of this.follow({ head: () => undefined, signal })) yield undefined;
  }

  /**
   * A turn at once with everything that changed after `cursor` (`null` where that is not known any more), then one per
   * change, until `signal`.
   */
  async *follow(options: {
    cursor?: string | undefined;
    head: () => StoredBlock | undefined;
    signal: AbortSignal;
  }): AsyncGenerator<FeedTurn, void> {
    const { signal } = options;
    const events = on(this.#emitter, "block", { signal });
    try {
      yield this.#feedTurn(options.head(), this.#changedAfter(options.cursor));
      for await (const [turn] of events) yield turn as FeedTurn;
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  #feedTurn(block: StoredBlock | undefined, changed: Changes | null): FeedTurn {
    const cursor = `${this.#life}.${this.#turn}`;
    if (block === undefined) return { cursor, block: null };
    const { number, hash, timestamp } = block;
    return { cursor, block: { number, hash, timestamp, changed } };
  }

  #changedAfter(cursor: string | undefined): Changes | null {
    const after = cursor === undefined ? Math.max(this.#known, this.#turn - FIRST_TURNS) : this.#turnOf(cursor);
    if (after === undefined || after < this.#known) return null;
    return union(this.#entries.filter(({ turn }) => turn > after).map(({ changed }) => changed));
  }

  #turnOf(cursor: string): number | undefined {
    const [life, turn] = cursor.split(".");
    return life === this.#life && Number(turn) <= this.#turn ? Number(turn) : undefined;
  }
}

function union(list: (Changes | null)[]): Changes | null {
  const all = new Map<string, Set<string>>();
  for (const changes of list) {
    if (changes === null) return null;
    for (const [type, ids] of Object.entries(changes)) {
      const known = all.get(type) ?? new Set<string>();
      for (const id of ids) known.add(id);
      all.set(type, known);
    }
  }
  return Object.fromEntries([...all].map(([type, ids]) => [type, [...ids]]));
}
