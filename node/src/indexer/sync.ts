import { setTimeout as delay, setImmediate as nextTurn } from "node:timers/promises";
import type { Address } from "viem";
import { messageOf } from "../platform/errors.ts";
import type { Logger } from "../platform/log.ts";
import { type SyncDatabase, transaction } from "../platform/sqlite.ts";
import type { Changes } from "./blockFeed.ts";
import { decodeLog } from "./chain/decodeLog.ts";
import type { ChainReader } from "./chain/reader.ts";
import type { BlockWithLogs, ChainBlock } from "./chain/types.ts";
import type { DataSource } from "./manifest.ts";
import type { BlockStore, StoredBlock } from "./store/blockStore.ts";
import type { EntityStore } from "./store/entityStore.ts";
import type { HostContext, LogLevel } from "./wasm/hostFunctions.ts";

/** Wait between two looks at the chain when there is nothing new, milliseconds. */
const POLL_MS = 300;
/** Wait after a fault of the node or a handler, milliseconds. */
const RETRY_MS = 2_000;

export interface SyncOptions {
  readonly db: SyncDatabase;
  readonly entities: EntityStore;
  readonly blocks: BlockStore;
  readonly reader: ChainReader;
  /** By lower-case contract address. */
  readonly sources: ReadonlyMap<Address, DataSource>;
  readonly startBlock: number;
  readonly log: Logger;
  readonly signal: AbortSignal;
  /**
   * Called after each stored block or revert with the block that is now the newest, and the ids that it wrote by type;
   * `null` after a revert, when anything may differ.
   */
  onBlock(block: StoredBlock | undefined, changed: Changes | null): void;
}

/** How indexing goes, for `_meta` and /health. */
export interface SyncStatus {
  /** A handler failed: the index stands still before the block that made it fail. */
  error: string | undefined;
  caughtUp: boolean;
}

/** Follows the chain until `signal`. Faults are logged and tried again: nothing is half stored. */
export async function follow(options: SyncOptions, status: SyncStatus): Promise<void> {
  const { log, signal } = options;
  while (!signal.aborted) {
    try {
      status.caughtUp = !(await syncStep(options));
      status.error = undefined;
      if (status.caughtUp) await delay(POLL_MS, undefined, { signal });
    } catch (error) {
      if (signal.aborted) return;
      status.error = messageOf(error);
      log.error("index_failed", { error });
      await delay(RETRY_MS, undefined, { signal }).catch(() => undefined);
    }
  }
}

/** Stores what came after the newest stored block, or undoes blocks the chain has dropped; false when nothing is new. */
export async function syncStep(options: SyncOptions): Promise<boolean> {
  const { reader, blocks, signal } = options;
  const cursor = blocks.head();
  const step = await reader.next(cursor);
  if (step.kind === "none") return false;
  if (step.kind === "reorg") {
    await revertToChain(options);
    return true;
  }
  for (const block of step.blocks) {
    if (signal.aborted) return true;
    storeBlock(options, block);
    // Queries are answered between two blocks, however long the catch-up.
    await nextTurn();
  }
  const isStored = step.blocks.at(-1)?.block.number === step.last.number;
  if (!isStored) storeBlock(options, { block: step.last, logs: [] });
  return true;
}

/** All of a block's changes and the block itself in one transaction: a kill leaves all of it or none. */
function storeBlock(options: SyncOptions, { block, logs }: BlockWithLogs): void {
  const { db, entities, blocks, sources, log } = options;
  const stored = toStoredBlock(block);
  transaction(db, () => {
    entities.enterBlock(block.number);
    for (const { log: chainLog, transaction: chainTransaction } of logs) {
      const source = sources.get(chainLog.address);
      const [topic] = chainLog.topics;
      const handled = topic === undefined ? undefined : source?.handlers.get(topic);
      if (source === undefined || handled === undefined) continue;
      const params = decodeLog(handled.event, chainLog);
      const trigger = { block, transaction: chainTransaction, log: chainLog, params };
      source.mapping.run(handled.handler, trigger, hostContext(source, chainLog.address, entities, log));
    }
    blocks.add(stored);
  });
  options.onBlock(stored, entities.written());
}

/** Finds the newest stored block the chain still has, and undoes all later ones. */
async function revertToChain(options: SyncOptions): Promise<void> {
  const { db, reader, blocks, entities, startBlock, log } = options;
  const head = blocks.head();
  let ancestor = head;
  while (ancestor !== undefined && !(await reader.has(ancestor))) ancestor = blocks.before(ancestor.number);
  const to = ancestor?.number ?? startBlock - 1;
  if (head === undefined || head.number === to) return;
  log.warn("index_reverted", { from: head.number, to });
  transaction(db, () => {
    entities.revertTo(to);
    blocks.revertTo(to);
  });
  options.onBlock(ancestor, null);
}

function hostContext(source: DataSource, address: Address, store: EntityStore, log: Logger): HostContext {
  return {
    store,
    address,
    network: source.network,
    log: (level: LogLevel, message: string) => {
      if (level <= 1) log.error("mapping_log", { source: source.name, message });
      else if (level === 2) log.warn("mapping_log", { source: source.name, message });
      else log.info("mapping_log", { source: source.name, message });
    },
  };
}

function toStoredBlock(block: ChainBlock): StoredBlock {
  const { number, hash, parentHash, timestamp } = block;
  return { number, hash, parentHash, timestamp: Number(timestamp) };
}
