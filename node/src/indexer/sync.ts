import { setImmediate as nextTurn } from "node:timers/promises";
import type { Address } from "viem";
import type { ChainReader } from "../platform/chain/reader/chainReader.ts";
import type { BlocksStep, ChainFollower } from "../platform/chain/reader/followChain.ts";
import type { BlockPointer, BlockWithLogs, ChainBlock } from "../platform/chain/reader/types.ts";
import { messageOf } from "../platform/errors.ts";
import type { Logger } from "../platform/log.ts";
import { type SyncDatabase, transaction } from "../platform/sqlite.ts";
import type { Changes } from "./blockFeed.ts";
import { decodeLog } from "./decodeLog.ts";
import type { DataSource } from "./manifest.ts";
import type { BlockStore, StoredBlock } from "./store/blockStore.ts";
import type { EntityStore } from "./store/entityStore.ts";
import type { HostContext, LogLevel } from "./wasm/hostFunctions.ts";

export interface SyncOptions {
  readonly db: SyncDatabase;
  readonly entities: EntityStore;
  readonly blocks: BlockStore;
  readonly reader: ChainReader;
  /** By lower-case contract address. */
  readonly sources: ReadonlyMap<Address, DataSource>;
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
  /** A handler failed: the index stands still before the block that made it fail. Faults of the RPC are none of these. */
  error: string | undefined;
  caughtUp: boolean;
}

/** What indexing makes of the chain's steps. Nothing is half stored, so each may be tried again. */
export function indexingFollower(options: SyncOptions, status: SyncStatus): ChainFollower {
  const { reader, blocks, log, signal } = options;
  return {
    reader,
    history: blocks,
    log,
    signal,
    onBlocks: (step) => storeBlocks(options, step),
    onRewind: async (to) => revertTo(options, to),
    onCaughtUp(isCaughtUp) {
      status.caughtUp = isCaughtUp;
    },
    onFault(error) {
      status.error = error === undefined ? undefined : messageOf(error);
      if (error !== undefined) log.error("index_failed", { error });
    },
  };
}

/** Every block's hash is kept, so that a reorg is traced to the very block; those without logs are stored together. */
async function storeBlocks(options: SyncOptions, { all, withLogs }: BlocksStep): Promise<void> {
  const { db, blocks, signal } = options;
  const byHash = new Map(withLogs.map((entry) => [entry.block.hash, entry] as const));
  let empty: StoredBlock[] = [];
  const storeEmpty = () => {
    if (empty.length === 0) return;
    transaction(db, () => blocks.add(...empty));
    empty = [];
  };
  for (const block of all) {
    const entry = byHash.get(block.hash);
    if (entry === undefined) {
      empty.push(toStoredBlock(block));
      continue;
    }
    if (signal.aborted) return;
    storeEmpty();
    storeBlock(options, entry);
    // Queries are answered between two blocks, however long the catch-up.
    await nextTurn();
  }
  const last = empty.at(-1);
  storeEmpty();
  if (last !== undefined) options.onBlock(last, {});
}

/** All of a block's changes and the block itself in one transaction: a kill leaves all of it or none. */
function storeBlock(options: SyncOptions, { block, logs, transactions }: BlockWithLogs): void {
  const { db, entities, blocks, sources, log } = options;
  const stored = toStoredBlock(block);
  transaction(db, () => {
    entities.enterBlock(block.number);
    for (const chainLog of logs) {
      const source = sources.get(chainLog.address);
      const [topic] = chainLog.topics;
      const handled = topic === undefined ? undefined : source?.handlers.get(topic);
      const chainTransaction = transactions.get(chainLog.transactionHash);
      if (source === undefined || handled === undefined || chainTransaction === undefined) continue;
      const params = decodeLog(handled.event, chainLog);
      const trigger = { block, transaction: chainTransaction, log: chainLog, params };
      source.mapping.run(handled.handler, trigger, hostContext(source, chainLog.address, entities, log));
    }
    blocks.add(stored);
  });
  options.onBlock(stored, entities.written());
}

/** Undoes all blocks after `to`, which the chain has dropped. */
function revertTo({ db, blocks, entities, log, onBlock }: SyncOptions, to: BlockPointer): void {
  log.warn("index_reverted", { from: blocks.head()?.number, to: to.number });
  transaction(db, () => {
    entities.revertTo(to.number);
    blocks.revertTo(to.number);
  });
  onBlock(blocks.head(), null);
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
