/**
 * A chain and the RPC backends before it, in memory, driven by a seed: blocks, reorganisations, fee spikes, a mempool
 * that drops, a stranger who sends from the same account, backends that lag in blocks, nonces and receipts, that throw,
 * and that lie about what they took. For tests.
 */
import { type Address, type Hash, type Hex, keccak256, type TransactionReceipt } from "viem";
import type { PrivateKeyAccount } from "viem/accounts";
import type { Block, OutboxChain } from "../outbox/chain.ts";

interface Sent {
  hash: Hash;
  from: Address;
  nonce: number;
  maxFee: bigint;
  to: Address;
  /** names the intent; "0x" for a cancellation or a filler, undefined for a stranger's */
  data: Hex | undefined;
}

interface SimulatedBlock extends Block {
  transactions: Sent[];
  nonceAfter: number;
}

/** What one backend has seen: the first `length` blocks of a chain, receipts of the first `receipts`. */
interface Backend {
  blocks: SimulatedBlock[];
  length: number;
  receipts: number;
}

/** Blocks behind the head that are final; no reorganisation goes deeper. */
const FINAL_DEPTH = 5;
const BLOCK_SECONDS = 12;
const GWEI = 1_000_000_000n;
const GAS = 21_000n;
/** What a stranger's transactions carry: no intent has it. */
const STRANGERS: Hex = "0xffffffff";

/** Numbers in [0, 1) that follow from the seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const word = (value: number | bigint, digits: number): string => value.toString(16).padStart(digits, "0");

/** An account whose signature is the transaction in plain hex: real ones would take most of the test's time. */
export function plainAccount(address: Address): PrivateKeyAccount {
  const signTransaction = async (tx: { to: Address; data: Hex; nonce: number; maxFeePerGas: bigint; gas: bigint }) =>
    `0x${word(tx.nonce, 8)}${word(tx.maxFeePerGas, 24)}${word(tx.gas, 16)}${tx.to.slice(2)}${tx.data.slice(2)}`;
  return { address, signTransaction } as unknown as PrivateKeyAccount;
}

function readPlain(raw: Hex, from: Address): Sent {
  const nonce = Number.parseInt(raw.slice(2, 10), 16);
  const [maxFee, to] = [BigInt(`0x${raw.slice(10, 34)}`), `0x${raw.slice(50, 90)}` as const];
  return { hash: keccak256(raw), from, nonce, maxFee, to, data: `0x${raw.slice(90)}` };
}

export function createSimulatedChain(account: Address, random: () => number, hasStranger: boolean) {
  const genesis: SimulatedBlock = {
    number: 0n,
    hash: `0x${word(0, 64)}`,
    parentHash: `0x${word(0, 64)}`,
    timestamp: 1_000_000n,
    baseFee: GWEI,
    transactions: [],
    nonceAfter: 0,
  };
  let blocks: SimulatedBlock[] = [genesis];
  let serial = 0;
  let final = 0;
  let baseFee = GWEI;
  let isFaulty = true;
  let pool = new Map<number, Sent>();
  const strangers = new Map<number, Sent>();
  const landed = new Map<Hex, number>();
  const backends: Backend[] = Array.from({ length: 3 }, () => ({ blocks, length: 1, receipts: 1 }));

  const chance = (share: number): boolean => random() < share;
  const below = (limit: number): number => Math.floor(random() * limit);
  const tip = (): SimulatedBlock => blocks.at(-1) as SimulatedBlock;

  function count({ data }: Sent, step: 1 | -1): void {
    if (data === undefined || data === "0x") return;
    const times = (landed.get(data) ?? 0) + step;
    landed.set(data, times);
    if (times > 1) throw new Error(`Intent ${data} landed ${times} times.`);
  }

  /** The transaction that a miner takes for a nonce. */
  function take(nonce: number): Sent | undefined {
    const own = pool.get(nonce);
    const other = strangers.get(nonce);
    const offers = [own, other].filter((one) => one !== undefined && one.maxFee >= baseFee) as Sent[];
    const taken = offers[below(offers.length)];
    if (taken === undefined || (isFaulty && chance(0.15))) return undefined;
    pool.delete(nonce);
    strangers.delete(nonce);
    return taken;
  }

  function mine(): void {
    const parent = tip();
    const transactions: Sent[] = [];
    let nonce = parent.nonceAfter;
    for (let one = take(nonce); one !== undefined; one = take(++nonce)) {
      transactions.push(one);
      count(one, 1);
    }
    blocks.push({
      number: parent.number + 1n,
      hash: `0x${word(++serial, 64)}`,
      parentHash: parent.hash,
      timestamp: parent.timestamp + BigInt(BLOCK_SECONDS),
      baseFee,
      transactions,
      nonceAfter: nonce,
    });
    final = Math.max(final, blocks.length - 1 - FINAL_DEPTH);
    baseFee = chance(0.06) && isFaulty ? baseFee * BigInt(2 + below(50)) : (baseFee * 3n) / 4n + GWEI / 4n;
  }

  function reorganise(): void {
    const most = blocks.length - 1 - final;
    const depth = most < 1 ? 0 : 1 + below(most);
    if (depth === 0) return;
    // Backends keep the abandoned blocks that they have seen.
    const lost = blocks.slice(blocks.length - depth);
    blocks = blocks.slice(0, blocks.length - depth);
    for (const { transactions } of lost)
      for (const one of transactions) {
        count(one, -1);
        if (chance(0.3)) continue;
        const back = one.data === undefined ? strangers : pool;
        if (!back.has(one.nonce)) back.set(one.nonce, one);
      }
    for (let i = 0; i <= depth; i++) mine();
  }

  function sync(backend: Backend): void {
    if (!isFaulty || chance(0.5)) {
      backend.blocks = blocks;
      backend.length = isFaulty && chance(0.3) ? Math.max(1, blocks.length - below(4)) : blocks.length;
    }
    if (!isFaulty || chance(0.5)) backend.receipts = backend.length;
    backend.receipts = Math.min(backend.receipts, backend.length);
  }

  /** A dozen seconds go by. */
  function tick(): void {
    if (!isFaulty || chance(0.85)) mine();
    if (isFaulty) {
      if (chance(0.1)) reorganise();
      if (chance(0.15)) pool.delete([...pool.keys()][below(pool.size)] ?? -1);
      if (chance(0.02)) pool = new Map();
      if (hasStranger && chance(0.08)) {
        const nonce = tip().nonceAfter + below(2);
        const hash: Hash = `0x${word(++serial, 64).replace(/^0/, "f")}`;
        strangers.set(nonce, { hash, from: account, nonce, maxFee: 1_000_000n * GWEI, to: account, data: undefined });
      }
    }
    for (const backend of backends) sync(backend);
  }

  const asked = (): Backend => {
    if (isFaulty && chance(0.08)) throw new Error("429 Too Many Requests");
    return backends[below(backends.length)] as Backend;
  };
  const at = ({ blocks: seen, length }: Backend, number: bigint): SimulatedBlock | undefined =>
    number < length ? seen[Number(number)] : undefined;
  const newest = (backend: Backend): SimulatedBlock => backend.blocks[backend.length - 1] as SimulatedBlock;

  function receiptOf(backend: Backend, hash: Hash): TransactionReceipt | undefined {
    for (let number = backend.receipts - 1; number > 0; number--) {
      const block = backend.blocks[number] as SimulatedBlock;
      if (block.transactions.some((one) => one.hash === hash))
        return {
          transactionHash: hash,
          blockNumber: block.number,
          blockHash: block.hash,
          status: "success",
          gasUsed: GAS,
          logs: [],
        } as unknown as TransactionReceipt;
    }
    return undefined;
  }

  function accept(raw: Hex): void {
    const sent = readPlain(raw, account);
    if (sent.nonce < tip().nonceAfter) throw new Error("nonce too low");
    const held = pool.get(sent.nonce);
    if (held?.hash === sent.hash) throw new Error("already known");
    if (held !== undefined && sent.maxFee * 100n < held.maxFee * 110n)
      throw new Error("replacement transaction underpriced");
    pool.set(sent.nonce, sent);
  }

  const chain: OutboxChain = {
    id: 31_337,
    head: async () => newest(asked()),
    async finalised() {
      const backend = asked();
      return backend.blocks[Math.max(0, backend.length - 1 - FINAL_DEPTH)] as SimulatedBlock;
    },
    block: async (number) => at(asked(), number),
    async fullBlock(number) {
      const block = at(asked(), number);
      const calls = block?.transactions.map((one) => ({ ...one, input: one.data ?? STRANGERS, value: 0n }));
      return block === undefined || calls === undefined ? undefined : { block, transactions: calls };
    },
    async nonce(where) {
      const backend = asked();
      if (typeof where === "bigint") {
        const block = at(backend, where);
        if (block === undefined) throw new Error("header not found");
        return block.nonceAfter;
      }
      let nonce = newest(backend).nonceAfter;
      if (where === "pending") while (pool.has(nonce) || strangers.has(nonce)) nonce++;
      if (isFaulty && chance(0.06)) return Math.max(0, nonce - 1 - below(2));
      return isFaulty && chance(0.02) ? nonce + 1 : nonce;
    },
    async receipt(hash) {
      const backend = asked();
      return isFaulty && chance(0.1) ? undefined : receiptOf(backend, hash);
    },
    async estimate() {
      asked();
      return GAS;
    },
    async tip() {
      asked();
      return GWEI / 10n;
    },
    async broadcast(raw) {
      asked();
      // Taken although the reply is lost; or not taken although the reply says so.
      if (isFaulty && chance(0.08)) return;
      accept(raw);
      if (isFaulty && chance(0.1)) throw new Error("socket hang up");
    },
  };

  return {
    chain,
    tick,
    /** From now on every backend answers, and tells the truth. */
    endFaults(): void {
      isFaulty = false;
    },
    /** milliseconds */
    now: (): number => Number(tip().timestamp) * 1000,
    /** How often an intent stands on the winning chain. */
    landed: (data: Hex): number => landed.get(data) ?? 0,
  };
}
