import { setTimeout as delay } from "node:timers/promises";
import type { ContractCall } from "@assay/sdk/calls";
import { AssayError } from "@assay/sdk/errors";
import {
  type Address,
  BaseError,
  encodeFunctionData,
  type Hex,
  keccak256,
  type TransactionReceipt,
  TransactionReceiptNotFoundError,
} from "viem";
import type { PrivateKeyAccount } from "viem/accounts";
import type { Database } from "../database.ts";
import { messageOf } from "../errors.ts";
import type { Logger } from "../log.ts";
import { type ChainClient, POLL_MS } from "./clients.ts";
import { createOutboxStore, type OutboxRow, type OutboxState, type OutboxStore } from "./outboxStore.ts";

/**
 * Gas above what the estimate says. Another's call in the same block can make this one do more than it would have done
 * alone: a third signal voids the round and settles its money, where a second one is a single word.
 */
const GAS_RESERVE = 400_000n;

/** Polls without a receipt after which the signed transaction is sent again (a node may drop what it holds). */
const REBROADCAST_POLLS = 20;

/** A call to send. `key` names the intent for ever: the same key is never sent twice, whatever else it carries. */
export interface Intent {
  key: string;
  to: Address;
  data?: Hex;
  value?: bigint;
}

/** A transaction the contract refuses. `status` 409; the cause carries viem's decoded revert. */
export class RevertError extends AssayError {
  constructor(key: string, cause: unknown) {
    super(`The chain refuses "${key}": ${messageOf(cause)}`, { code: "transaction_reverted", status: 409, cause });
    this.name = "RevertError";
  }
}

/**
 * Sends one account's transactions. An intent is stored, then signed with the next nonce and stored again, then
 * broadcast: after a kill at any line the same bytes are broadcast again, so nothing is sent twice and no nonce is
 * left open. One outbox per key; the database must have `outboxMigration`.
 */
export interface Outbox {
  readonly address: Address;
  readonly account: PrivateKeyAccount;
  /**
   * Waits until the intent is mined and returns its receipt; a key that was mined before returns at once. A call that
   * would revert throws RevertError and is forgotten, so the key may be tried again later; one that reverted on chain
   * throws for ever.
   */
  send(intent: Intent): Promise<TransactionReceipt>;
  /** `send` of a contract call. */
  call(key: string, call: ContractCall): Promise<TransactionReceipt>;
  /**
   * Carries every unfinished intent to its end, and sends those again whose block is no longer on the chain (it was
   * rolled back). Call it after a start and when a follower was rewound. Returns how many there were.
   */
  resume(): Promise<number>;
  stateOf(key: string): Promise<OutboxState | undefined>;
}

export interface OutboxOptions {
  db: Database;
  client: ChainClient;
  account: PrivateKeyAccount;
  log: Logger;
  signal?: AbortSignal;
}

export function createOutbox(options: OutboxOptions): Outbox {
  const { db, client, account, log, signal } = options;
  const store = createOutboxStore(db, account.address);
  let queue: Promise<unknown> = Promise.resolve();

  /** Signing and first broadcast are strictly one after the other, so nonces have no gaps. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const result = queue.then(work, work);
    queue = result.catch(() => undefined);
    return result;
  };

  const advance = async (key: string): Promise<TransactionReceipt> => {
    for (;;) {
      signal?.throwIfAborted();
      await inTurn(() => signAndBroadcast(options, store, key));
      const receipt = await waitForReceipt(options, store, key);
      if (receipt === undefined) continue;
      const state = receipt.status === "success" ? "mined" : "reverted";
      await store.finish(key, state, receipt.blockNumber, receipt.blockHash);
      log.info("outbox_final", {
        key,
        state,
        hash: receipt.transactionHash,
        block: receipt.blockNumber,
        gas: receipt.gasUsed,
      });
      if (state === "reverted")
        throw new RevertError(key, new Error(`transaction ${receipt.transactionHash} reverted`));
      return receipt;
    }
  };

  const send = async (intent: Intent): Promise<TransactionReceipt> => {
    await store.add(intent.key, intent.to, intent.data ?? "0x", intent.value ?? 0n);
    const row = await store.get(intent.key);
    if (row?.state === "reverted") throw new RevertError(intent.key, new Error(`transaction ${row.hash} reverted`));
    if (row?.state === "mined" && row.hash !== undefined) return await client.getTransactionReceipt({ hash: row.hash });
    return await advance(intent.key);
  };

  return {
    address: account.address,
    account,
    send,
    call: (key, call) => send({ key, to: call.address, data: encodeFunctionData(call) }),
    async resume() {
      await reopenLost(options, store);
      const open = await store.open();
      for (const row of open) {
        await advance(row.key).catch((error: unknown) => {
          if (!(error instanceof RevertError)) throw error;
          log.warn("outbox_reverted", { key: row.key, error });
        });
      }
      return open.length;
    },
    stateOf: async (key) => (await store.get(key))?.state,
  };
}

/**
 * Reopens final transactions of blocks the chain has lost. A block that is there with another hash, or lies beyond the
 * head, is proof of a loss; a receipt that can't be found alone is not, since nodes prune.
 */
async function reopenLost({ client, log }: OutboxOptions, store: OutboxStore): Promise<void> {
  const head = await client.getBlockNumber();
  for (const row of await store.final()) {
    if (row.block === undefined) return;
    if (row.block <= head && (await client.getBlock({ blockNumber: row.block })).hash === row.blockHash) return;
    log.warn("outbox_reopened", { key: row.key, block: row.block });
    await store.reopen(row.key);
  }
}

async function signAndBroadcast(options: OutboxOptions, store: OutboxStore, key: string): Promise<void> {
  const { client, account, log } = options;
  const row = await store.get(key);
  if (row === undefined) throw new AssayError(`No intent "${key}" is stored.`, { code: "outbox_unknown", status: 500 });
  if (row.state === "signed" && row.raw !== undefined) return await broadcast(options, row.key, row.raw);
  if (row.state !== "new") return;
  const { gas, fees } = await estimate(options, store, row);
  const counted = await client.getTransactionCount({ address: account.address, blockTag: "pending" });
  const held = await store.highestSignedNonce();
  const nonce = held === undefined ? counted : Math.max(counted, held + 1);
  const raw = await account.signTransaction({
    type: "eip1559",
    chainId: client.chain.id,
    to: row.to,
    data: row.data,
    value: row.value,
    nonce,
    gas,
    maxFeePerGas: fees.maxFeePerGas,
    maxPriorityFeePerGas: fees.maxPriorityFeePerGas,
  });
  await store.sign(key, nonce, raw, keccak256(raw));
  log.info("outbox_signed", { key, nonce, hash: keccak256(raw) });
  await broadcast(options, key, raw);
}

async function estimate(options: OutboxOptions, store: OutboxStore, row: OutboxRow) {
  const { client, account } = options;
  try {
    const used = await client.estimateGas({ account: account.address, to: row.to, data: row.data, value: row.value });
    // The state may differ by the block it lands in (a first commit costs more than a second), hence the margin.
    return { gas: (used * 13n) / 10n + GAS_RESERVE, fees: await client.estimateFeesPerGas() };
  } catch (error) {
    if (!isRevert(error)) throw error;
    await store.dropUnsigned(row.key);
    throw new RevertError(row.key, error);
  }
}

/** True when the node ran the call and it failed, as against a node that could not be asked. */
function isRevert(error: unknown): boolean {
  return (
    error instanceof BaseError &&
    error.walk(
      (e) => (e as Error).name === "ExecutionRevertedError" || (e as Error).name === "InsufficientFundsError",
    ) !== null
  );
}

async function broadcast(options: OutboxOptions, key: string, raw: Hex): Promise<void> {
  try {
    await options.client.sendRawTransaction({ serializedTransaction: raw });
  } catch (error) {
    // "already known", "nonce too low" and a lost connection all end the same way: the receipt decides.
    options.log.warn("outbox_broadcast", { key, error: messageOf(error) });
  }
}

/** The receipt, or undefined when the stored transaction can never be mined and has to be signed again. */
async function waitForReceipt(
  options: OutboxOptions,
  store: OutboxStore,
  key: string,
): Promise<TransactionReceipt | undefined> {
  const { client, account, signal } = options;
  for (let poll = 1; ; poll++) {
    const row = await store.get(key);
    if (row?.hash === undefined || row.nonce === undefined || row.raw === undefined) return undefined;
    const receipt = await findReceipt(client, row.hash);
    if (receipt !== undefined) return receipt;
    const used = await client.getTransactionCount({ address: account.address, blockTag: "latest" });
    if (used > row.nonce) {
      const late = await findReceipt(client, row.hash);
      if (late !== undefined) return late;
      await store.unsign(key, row.hash);
      return undefined;
    }
    if (poll % REBROADCAST_POLLS === 0) await broadcast(options, key, row.raw);
    await delay(POLL_MS, undefined, signal === undefined ? {} : { signal });
  }
}

async function findReceipt(client: ChainClient, hash: Hex): Promise<TransactionReceipt | undefined> {
  try {
    return await client.getTransactionReceipt({ hash });
  } catch (error) {
    if (error instanceof TransactionReceiptNotFoundError) return undefined;
    throw error;
  }
}
