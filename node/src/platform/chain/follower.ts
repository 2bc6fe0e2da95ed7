import { type Abi, type Address, type Log, type ParseEventLogsReturnType, parseEventLogs, toEventSelector } from "viem";
import type { Database } from "../database.ts";
import type { Logger } from "../log.ts";
import type { ChainClient } from "./clients.ts";
import { createFollowerStore } from "./followerStore.ts";
import { createChainReader } from "./reader/chainReader.ts";
import { followChain } from "./reader/followChain.ts";
import type { ChainLog } from "./reader/types.ts";
import type { Watch } from "./reader/watch.ts";

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
  /**
   * Called when the chain was reordered, before the blocks after `ancestor` are read: what was told of later blocks may
   * not have happened, and the logs of the new branch come next. The cursor goes back only after it returns.
   */
  onRewind?(ancestor: bigint): Promise<void>;
  log: Logger;
  signal: AbortSignal;
}

export interface Follower {
  /** Resolves when every block that existed at the start was handled. Never rejects: faults are logged and retried. */
  caughtUp: Promise<void>;
  /** Resolves after the signal fired and the running step ended. */
  done: Promise<void>;
  /** How the chain is read, for /health. */
  watch: Watch;
}

/**
 * Follows contract events from the block after the stored cursor, for ever. After a reorg it goes on from the newest
 * block of both branches; on another chain altogether it stands still and says so.
 */
export function followEvents<const abi extends Abi>(options: FollowerOptions<abi>): Follower {
  const { client, db, name, addresses, abi, startBlock, signal } = options;
  const log = options.log.child({ follower: name });
  const { promise: caughtUp, resolve } = Promise.withResolvers<void>();
  const history = createFollowerStore(db, name);
  const reader = createChainReader({
    client,
    chainId: client.chain.id,
    startBlock: Number(startBlock),
    addresses,
    topics: abi.filter((item) => item.type === "event").map((event) => toEventSelector(event)),
    fix: `with the right one this role goes on where it was. Keep its database, which holds its keys; only its rows "${name}" in the tables follower_block and follower_final may be cleared, to read another chain from the start`,
  });
  const done = followChain({
    reader,
    history,
    log,
    signal,
    async onBlocks({ all, withLogs }) {
      const raw = withLogs.flatMap(({ logs }) => logs.map(toViemLog));
      const to = all.at(-1)?.number ?? 0;
      if (raw.length > 0)
        await options.onLogs(parseEventLogs({ abi, logs: raw, strict: true }) as EventLogs<abi>, BigInt(to));
      await history.add(all);
    },
    async onRewind(to) {
      const from = await history.head();
      await options.onRewind?.(BigInt(to.number));
      await history.rewind(to.number);
      log.warn("follower_rewound", { from: from?.number, to: to.number });
    },
    onCaughtUp(isCaughtUp) {
      if (isCaughtUp) resolve();
    },
    onFault(error) {
      if (error !== undefined) log.warn("follower_retry", { error });
    },
  });
  return { caughtUp, done: done.finally(resolve), watch: reader.watch };
}

function toViemLog(log: ChainLog): Log {
  return {
    ...log,
    topics: [...log.topics] as Log["topics"],
    blockNumber: BigInt(log.blockNumber),
    removed: false,
  };
}
