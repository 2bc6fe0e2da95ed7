/**
 * One random history of an outbox: intents come in, the chain and its RPC misbehave, the process is killed at any store
 * write or RPC call, and the next one goes on with the same database. For tests.
 */
import { AssayError } from "@assay/sdk/errors";
import { type Address, type Hex, numberToHex } from "viem";
import type { Database } from "../../database.ts";
import type { Logger } from "../../log.ts";
import type { ChainClient } from "../clients.ts";
import type { OutboxChain } from "../outbox/chain.ts";
import { createOutbox, type Outbox } from "../outbox/outbox.ts";
import { createOutboxStore } from "../outbox/store.ts";
import { createSimulatedChain, plainAccount, randomOf } from "./simulatedChain.ts";

const TO: Address = "0x00000000000000000000000000000000000a55a1";
const FAULTY_TICKS = 18;
const MOST_TICKS = 400;
const RESUME_TICKS = 6;

const ignore = (): void => undefined;
const quietLog: Logger = { info: ignore, warn: ignore, error: ignore, child: () => quietLog };

class Killed extends Error {}

interface Wanted {
  key: string;
  data: Hex;
  at: number;
  deadline: number | undefined;
  /** what its sender heard */
  heard: "nothing" | "mined" | "ended";
  isAsking: boolean;
}

/** A process that dies at its `lifetime`th store write or RPC call, before it or right after it. */
function createProcess(lifetime: number, diesBefore: boolean) {
  const dying = new AbortController();
  let calls = 0;
  const through = async <T>(work: () => Promise<T>): Promise<T> => {
    if (dying.signal.aborted) throw new Killed();
    const isLast = ++calls === lifetime;
    if (isLast && diesBefore) {
      dying.abort(new Killed());
      throw new Killed();
    }
    const result = await work();
    if (isLast) dying.abort(new Killed());
    if (dying.signal.aborted) throw new Killed();
    return result;
  };
  return { signal: dying.signal, through, die: () => dying.abort(new Killed()) };
}

function throughProcess(db: Database, chain: OutboxChain, through: <T>(work: () => Promise<T>) => Promise<T>) {
  const dyingDb: Database = {
    get: (sql, ...params) => through(() => db.get(sql, ...params)),
    all: (sql, ...params) => through(() => db.all(sql, ...params)),
    run: (sql, ...params) => through(() => db.run(sql, ...params)),
    transaction: (work) => through(() => db.transaction(work)),
    close: () => db.close(),
  };
  const dyingChain: OutboxChain = {
    id: chain.id,
    head: () => through(chain.head),
    finalised: () => through(chain.finalised),
    block: (number) => through(() => chain.block(number)),
    fullBlock: (number) => through(() => chain.fullBlock(number)),
    nonce: (at) => through(() => chain.nonce(at)),
    receipt: (hash) => through(() => chain.receipt(hash)),
    estimate: (call) => through(() => chain.estimate(call)),
    tip: () => through(chain.tip),
    broadcast: (raw) => through(() => chain.broadcast(raw)),
  };
  return { dyingDb, dyingChain };
}

/** Everything that can run without the clock has run. */
const quiet = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Runs a history to its end. @throws Error naming what went wrong, when an intent is lost or doubled */
export async function runHistory(db: Database, seed: number): Promise<void> {
  const random = randomOf(seed);
  const below = (limit: number): number => Math.floor(random() * limit);
  const account = plainAccount(numberToHex(0xacc_0000_0000 + seed, { size: 20 }));
  const world = createSimulatedChain(account.address, random, random() < 0.3);
  const start = Math.floor(world.now() / 1000);
  const wanted: Wanted[] = Array.from({ length: 2 + below(3) }, (_, i) => {
    const at = below(FAULTY_TICKS - 4);
    const deadline = random() < 0.25 ? start + 12 * (at + 2 + below(20)) : undefined;
    return {
      key: `intent:${i}`,
      data: numberToHex(i + 1, { size: 2 }),
      at,
      deadline,
      heard: "nothing",
      isAsking: false,
    };
  });
  let sleepers: (() => void)[] = [];
  const clock = {
    now: world.now,
    delay: (_: number, signal: AbortSignal) =>
      new Promise<void>((resolve) => {
        sleepers.push(resolve);
        signal.addEventListener("abort", () => resolve(), { once: true });
      }),
  };

  function startProcess(lifetime: number) {
    const process = createProcess(lifetime, random() < 0.5);
    const { dyingDb, dyingChain } = throughProcess(db, world.chain, process.through);
    const outbox = createOutbox({
      db: dyingDb,
      client: undefined as unknown as ChainClient,
      chain: dyingChain,
      account,
      clock,
      log: quietLog,
      signal: process.signal,
    });
    for (const one of wanted) one.isAsking = false;
    return { outbox, ...process };
  }

  function ask(outbox: Outbox, one: Wanted, signal: AbortSignal): void {
    one.isAsking = true;
    outbox
      .send({ key: one.key, to: TO, data: one.data, deadline: one.deadline })
      .then(() => {
        one.heard = "mined";
      })
      .catch((error: unknown) => {
        if (signal.aborted) return;
        one.isAsking = false;
        const isEnd = error instanceof AssayError && /deadline_passed|transaction_cancelled/.test(error.code);
        if (isEnd) one.heard = "ended";
      });
  }

  const lifetimeOf = (): number => (random() < 0.6 ? 1 + below(120) : Number.POSITIVE_INFINITY);
  let process = startProcess(lifetimeOf());
  const resume = () => void process.outbox.resume().catch(() => undefined);
  const store = createOutboxStore(db, account.address);
  for (let tick = 0; tick < MOST_TICKS; tick++) {
    world.tick();
    if (tick === FAULTY_TICKS) world.endFaults();
    if (process.signal.aborted) {
      process = startProcess(tick < FAULTY_TICKS ? lifetimeOf() : Number.POSITIVE_INFINITY);
      resume();
    } else if (tick % RESUME_TICKS === 0) resume();
    for (const one of wanted)
      if (one.at <= tick && one.heard === "nothing" && !one.isAsking) ask(process.outbox, one, process.signal);
    for (const wakeUp of sleepers.splice(0)) wakeUp();
    await quiet();
    const isOver = tick > FAULTY_TICKS + 5 && wanted.every(({ heard }) => heard !== "nothing");
    if (isOver && (await store.open()).length === 0 && (await store.unsettled()).length === 0) break;
    if (tick === MOST_TICKS - 1)
      throw new Error(`it does not end: ${JSON.stringify(await process.outbox.accountHealth())}`);
  }
  process.die();
  sleepers = [];
  await checkEnds(wanted, world.landed, store);
}

async function checkEnds(
  wanted: readonly Wanted[],
  landed: (data: Hex) => number,
  store: ReturnType<typeof createOutboxStore>,
): Promise<void> {
  for (const { key, data, deadline, heard } of wanted) {
    const state = (await store.get(key))?.state;
    const times = landed(data);
    const isRight = state === "mined" ? times === 1 : deadline !== undefined && times === 0;
    if (!isRight) throw new Error(`${key} landed ${times} times, its state is ${state}, its sender heard "${heard}"`);
  }
}
