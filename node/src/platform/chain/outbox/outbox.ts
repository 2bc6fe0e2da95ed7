import { setTimeout as delay } from "node:timers/promises";
import type { AccountHealth } from "@assay/sdk/api";
import type { ContractCall } from "@assay/sdk/calls";
import { AssayError } from "@assay/sdk/errors";
import { encodeFunctionData, type TransactionReceipt } from "viem";
import type { PrivateKeyAccount } from "viem/accounts";
import type { Database } from "../../database.ts";
import { messageOf } from "../../errors.ts";
import type { Logger } from "../../log.ts";
import { type ChainClient, POLL_MS } from "../clients.ts";
import { createOutboxChain, type OutboxChain } from "./chain.ts";
import type { OutboxContext } from "./context.ts";
import { DeadlineError, type Intent, type OutboxState, RevertError, type Terms } from "./intent.ts";
import { createLooker, type Ended } from "./look.ts";
import { type OutboxRow, readReceipt } from "./rows.ts";
import { createOutboxStore } from "./store.ts";
import { readTransactions } from "./waiting.ts";

/** How long one `send` waits; the intent itself goes on. */
const PATIENCE_MS = 120_000;
/** How long `resume` waits for what it found open. */
const RESUME_MS = 5_000;
/** Most that one gas may cost unless the configuration says otherwise, wei. */
const CEILING = 500_000_000_000n;

/**
 * Sends one account's transactions. An intent is stored, then signed with a nonce that it keeps, stored again, then
 * broadcast. Every later version (higher fees, a cancellation) has the same nonce and is stored before it is sent, so
 * at most one of them is ever mined, whatever the RPC says and whenever the process dies. Decision 23 says why.
 * One outbox per account; the database must have `outboxMigrations`.
 */
export interface Outbox {
  readonly address: PrivateKeyAccount["address"];
  readonly account: PrivateKeyAccount;
  /**
   * Waits until the intent is mined and returns its receipt; a key that was mined before returns at once. A call that
   * would revert throws RevertError and is forgotten, so the key may be tried again later; one that reverted on chain
   * throws for ever. So does one that was cancelled after its deadline (DeadlineError). After two minutes it throws
   * `transaction_pending`: the intent goes on, and sending the key again waits for it again.
   */
  send(intent: Intent): Promise<TransactionReceipt>;
  /** `send` of a contract call. */
  call(key: string, call: ContractCall, terms?: Terms): Promise<TransactionReceipt>;
  /**
   * Starts carrying every open intent to its end, those too whose block is no longer on the chain, and waits a moment for
   * them. Call it after a start and when a follower was rewound. Returns how many there were.
   */
  resume(): Promise<number>;
  stateOf(key: string): Promise<OutboxState | undefined>;
  /** Whether an intent has ended in a block that is final, so that its state never changes again. */
  isSettled(key: string): Promise<boolean>;
  /** What is late or stuck, and whether somebody else sends from this account. */
  accountHealth(): Promise<AccountHealth>;
  /** Stops. What is open goes on when the next outbox of the account resumes. */
  close(): Promise<void>;
}

export interface OutboxOptions {
  db: Database;
  client: ChainClient;
  account: PrivateKeyAccount;
  log: Logger;
  /** most that one gas may cost, wei */
  ceiling?: bigint;
  signal?: AbortSignal;
  /** for tests */
  chain?: OutboxChain;
  clock?: Clock;
}

export interface Clock {
  /** milliseconds */
  now(): number;
  delay(ms: number, signal: AbortSignal): Promise<void>;
}

/** Ends a pause because there is work. */
const WANTED = new Error("There is work.");

const wallClock: Clock = { now: Date.now, delay: (ms, signal) => delay(ms, undefined, { signal }) };

interface Waiter {
  resolve(receipt: TransactionReceipt): void;
  reject(error: unknown): void;
  until: number;
}

export function createOutbox(options: OutboxOptions): Outbox {
  const { db, client, account, log, ceiling = CEILING, clock = wallClock } = options;
  const chain = options.chain ?? createOutboxChain(client, account.address);
  const store = createOutboxStore(db, account.address);
  const context: OutboxContext = { chain, store, account, log, ceiling, reasons: new Map(), sent: new Map() };
  const closing = new AbortController();
  const signal = options.signal === undefined ? closing.signal : AbortSignal.any([options.signal, closing.signal]);
  const looker = createLooker(context, signal);
  const waiters = new Map<string, Set<Waiter>>();
  let running: Promise<void> | undefined;
  let isWanted = false;
  let wake = new AbortController();
  signal.addEventListener("abort", () => wake.abort(signal.reason), { once: true });

  function settle(key: string, act: (waiter: Waiter) => void): void {
    const waiting = waiters.get(key);
    waiters.delete(key);
    for (const waiter of waiting ?? []) act(waiter);
  }

  const settleAll = (error: unknown): void => {
    for (const key of [...waiters.keys()]) settle(key, ({ reject }) => reject(error));
  };

  /** Tells those who wait how an intent ended. */
  async function deliver({ key, end }: Ended): Promise<void> {
    if (end !== "final") return settle(key, ({ reject }) => reject(end));
    try {
      const row = await store.get(key);
      if (row !== undefined) await conclude(row);
    } catch (error) {
      settle(key, ({ reject }) => reject(error));
    }
  }

  async function conclude(row: OutboxRow): Promise<void> {
    const { key, state, hash, deadline } = row;
    if (state === "reverted") {
      settle(key, ({ reject }) => reject(new RevertError(key, new Error(`transaction ${hash} reverted`))));
    } else if (state === "cancelled") {
      settle(key, ({ reject }) => reject(new DeadlineError("transaction_cancelled", key, deadline)));
    } else if (state === "mined") {
      const receipt = row.receipt === undefined ? await fetchReceipt(row) : readReceipt(row.receipt);
      settle(key, ({ resolve }) => resolve(receipt));
    } else kick();
  }

  /** Of an intent that was mined before receipts were stored: asks until the RPC has it. */
  async function fetchReceipt({ key, hash }: OutboxRow): Promise<TransactionReceipt> {
    for (const until = clock.now() + PATIENCE_MS; ; ) {
      signal.throwIfAborted();
      const found = hash === undefined ? undefined : await chain.receipt(hash).catch(() => undefined);
      if (found !== undefined) {
        await store.keepReceipt(key, found);
        return found;
      }
      if (clock.now() > until) throw pending(key, "The RPC does not have its receipt.");
      await clock.delay(POLL_MS, signal);
    }
  }

  /** Those who waited long enough go on with something else. */
  function dismissWaiters(): void {
    const now = clock.now();
    for (const [key, waiting] of waiters)
      for (const waiter of waiting) {
        if (waiter.until > now) continue;
        waiting.delete(waiter);
        const why = context.reasons.get(key)?.sentence ?? "It is not mined yet.";
        waiter.reject(pending(key, why));
        if (waiting.size === 0) waiters.delete(key);
      }
  }

  async function run(): Promise<void> {
    let isSilent = false;
    while (!signal.aborted) {
      isWanted = false;
      try {
        const ended: Ended[] = [];
        const { left, fresh } = await looker.round((one) => ended.push(one));
        if (isSilent) log.info("outbox_rpc_back");
        isSilent = false;
        for (const one of ended) await deliver(one);
        if (left === 0 && !isWanted) return;
        if (fresh > 0) continue;
      } catch (error) {
        if (signal.aborted) break;
        if (error instanceof AssayError && error.code === "database_closed") throw error;
        if (!isSilent) log.warn("outbox_rpc_silent", { why: messageOf(error) });
        isSilent = true;
      }
      dismissWaiters();
      if (isWanted || signal.aborted) continue;
      wake = new AbortController();
      await clock.delay(POLL_MS, wake.signal).catch(() => undefined);
    }
    throw signal.reason;
  }

  /** Looks at once, and goes on until nothing is open. */
  function kick(): void {
    isWanted = true;
    wake.abort(WANTED);
    if (signal.aborted) settleAll(signal.reason);
    if (signal.aborted || running !== undefined) return;
    running = run()
      .catch(settleAll)
      .finally(() => {
        running = undefined;
        if (isWanted && !signal.aborted) kick();
      });
  }

  function waitFor(key: string, patienceMs: number): Promise<TransactionReceipt> {
    if (signal.aborted) return Promise.reject(signal.reason);
    const { promise, resolve, reject } = Promise.withResolvers<TransactionReceipt>();
    const waiting = waiters.get(key) ?? new Set();
    waiters.set(key, waiting.add({ resolve, reject, until: clock.now() + patienceMs }));
    return promise;
  }

  async function join(key: string, patienceMs: number, read: () => Promise<OutboxRow | undefined>) {
    // Before the row is read, so that an end which comes in between is heard.
    const receipt = waitFor(key, patienceMs);
    try {
      const row = await read();
      if (row === undefined) kick();
      else await conclude(row);
    } catch (error) {
      settle(key, ({ reject }) => reject(error));
    }
    return await receipt;
  }

  const send = (intent: Intent): Promise<TransactionReceipt> =>
    join(intent.key, PATIENCE_MS, async () => {
      await store.add(intent);
      return await store.get(intent.key);
    });

  /** An intent that was open a moment ago. */
  const rejoin = (key: string): Promise<TransactionReceipt> =>
    join(key, RESUME_MS, async () => {
      const row = await store.get(key);
      if (row === undefined) throw pending(key, "It was refused meanwhile.");
      return row;
    });

  return {
    address: account.address,
    account,
    send,
    call: (key, call, terms) =>
      send({ key, to: call.address, data: encodeFunctionData(call), about: wordsOf(call.functionName), ...terms }),
    async resume() {
      try {
        await looker.watchMined();
      } catch (error) {
        if (signal.aborted) throw error;
        log.warn("outbox_rpc_silent", { why: messageOf(error) });
      }
      const open = await store.open();
      for (const end of await Promise.allSettled(open.map(({ row }) => rejoin(row.key)))) {
        signal.throwIfAborted();
        if (end.status === "rejected" && end.reason?.code !== "transaction_pending")
          log.warn("outbox_failed", { why: messageOf(end.reason) });
      }
      return open.length;
    },
    stateOf: async (key) => (await store.get(key))?.state,
    isSettled: async (key) => (await store.get(key))?.isSettled ?? false,
    accountHealth: () => readTransactions(context, clock.now()),
    async close() {
      closing.abort(
        new AssayError("This role is stopping; start it again to go on.", { code: "outbox_closed", status: 503 }),
      );
      await running;
    },
  };
}

const pending = (key: string, why: string): AssayError =>
  new AssayError(`"${key}" still waits and goes on by itself; ask again later. ${why}`, {
    code: "transaction_pending",
    status: 503,
  });

/** "signalBadKey" as "signal bad key". */
const wordsOf = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
