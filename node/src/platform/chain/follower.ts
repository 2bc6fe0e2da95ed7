import { setTimeout as delay } from "node:timers/promises";
import { type Abi, type Address, type ParseEventLogsReturnType, parseEventLogs } from "viem";
import type { Database, Migration } from "../database.ts";
import type { Logger } from "../log.ts";
import { type ChainClient, POLL_MS } from "./clients.ts";

/** Blocks asked for at once. */
const CHUNK = 2_000n;
/** Wait after a fault of the node or of the handler, milliseconds. */
const RETRY_MS = 2_000;

export const followerMigration: Migration = {
  id: "follower-1",
  sql: "CREATE TABLE follower (name TEXT PRIMARY KEY, block INTEGER NOT NULL, hash TEXT NOT NULL) STRICT",
};

export type EventLogs<abi extends Abi> = ParseEventLogsReturnType<abi, undefined, true>;

export interface FollowerOptions<abi extends Abi> {
  client: ChainClient;
  db: Database;
  /** names the cursor: one per purpose in a database */
  name: string;
  addresses: Address[];
  /** events of all the addresses, in one list */
  abi: abi;
  startBlock: bigint;
  /** Called with logs in chain order. The cursor moves only after it returns, so it may see logs again: be idempotent. */
  onLogs(logs: EventLogs<abi>, toBlock: bigint): Promise<void> | void;
  /** Called before the chain is read again from `startBlock` because the cursor's block is gone. */
  onRewind?(): Promise<void>;
  log: Logger;
  signal: AbortSignal;
}

export interface Follower {
  /** Resolves when every block that existed at the start was handled. Never rejects: faults are logged and retried. */
  caughtUp: Promise<void>;
  /** Resolves after the signal fired and the running step ended. */
  done: Promise<void>;
}

/**
 * Follows contract events from the block after the stored cursor, for ever. When the cursor's block is no longer on
 * the chain (a fresh or rolled back chain) it starts over from `startBlock`.
 */
export function followEvents<const abi extends Abi>(options: FollowerOptions<abi>): Follower {
  const { promise: caughtUp, resolve } = Promise.withResolvers<void>();
  return { caughtUp, done: run(options, resolve).finally(resolve) };
}

async function run<const abi extends Abi>(options: FollowerOptions<abi>, onCaughtUp: () => void): Promise<void> {
  const { log, name, signal } = options;
  while (!signal.aborted) {
    try {
      const moved = await step(options);
      if (!moved) {
        onCaughtUp();
        await delay(POLL_MS, undefined, { signal });
      }
    } catch (error) {
      if (signal.aborted) return;
      log.warn("follower_retry", { follower: name, error });
      await delay(RETRY_MS, undefined, { signal }).catch(() => undefined);
    }
  }
}

/** Handles one range; false when the head was reached. */
async function step<const abi extends Abi>(options: FollowerOptions<abi>): Promise<boolean> {
  const { client, db, name, addresses, abi, onLogs } = options;
  const head = await client.getBlockNumber();
  const from = await nextBlock(options, head);
  if (from > head) return false;
  const to = from + CHUNK - 1n < head ? from + CHUNK - 1n : head;
  const raw = await client.getLogs({
    address: addresses,
    fromBlock: from,
    toBlock: to,
  });
  if (raw.length > 0) await onLogs(parseEventLogs({ abi, logs: raw, strict: true }) as EventLogs<abi>, to);
  const { hash } = await client.getBlock({ blockNumber: to });
  await db.run(
    "INSERT INTO follower (name, block, hash) VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE SET block = excluded.block, hash = excluded.hash",
    name,
    Number(to),
    hash,
  );
  return true;
}

async function nextBlock<const abi extends Abi>(options: FollowerOptions<abi>, head: bigint): Promise<bigint> {
  const { client, db, name, startBlock, log } = options;
  const cursor = await db.get<{ block: number; hash: string }>("SELECT block, hash FROM follower WHERE name = ?", name);
  if (cursor === undefined) return startBlock;
  const block = BigInt(cursor.block);
  if (block <= head && (await client.getBlock({ blockNumber: block })).hash === cursor.hash) return block + 1n;
  await options.onRewind?.();
  log.warn("follower_rewound", { follower: name, from: cursor.block, to: startBlock });
  return startBlock;
}
