import { HttpRequestError } from "viem";
import type { MemoryChain, View } from "./memoryChain.ts";

export type Random = () => number;

/** A generator of numbers in [0, 1) that gives the same ones for the same seed (mulberry32). */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export const upTo = (random: Random, most: number): number => Math.floor(random() * most);

interface Faulty {
  readonly chain: MemoryChain;
  readonly random: Random;
  /** Share of calls that go wrong; 0 once the RPC is healed. */
  rate: number;
  /** What a backend shows that has not heard of the last reorg. */
  stale: View;
  /** Happens between two calls now and then. */
  onCall?: () => Promise<void>;
}

/** A client of a chain in memory over an RPC that lags, throttles, loses blocks, and cuts and reorders lists. */
export function faultyClient(state: Faulty) {
  const { chain, random } = state;
  const request = async ({ method, params = [] }: { method: string; params?: readonly unknown[] }) => {
    await state.onCall?.();
    const plain = chain.answer(method, params);
    if (plain === undefined) throw new Error(`no answer to ${method}`);
    if (random() >= state.rate) return plain;
    switch (upTo(random, 6)) {
      case 0:
        return chain.answer(method, params, chain.view.slice(0, -1 - upTo(random, 5)));
      case 1:
        return chain.answer(method, params, state.stale);
      case 2:
        throw new HttpRequestError({ url: "http://memory", status: 429, body: {} });
      case 3:
        return method === "eth_chainId" ? plain : null;
      case 4:
        return Array.isArray(plain) ? plain.slice(0, upTo(random, plain.length)) : plain;
      default:
        return Array.isArray(plain) ? plain.toReversed() : plain;
    }
  };
  return { transport: { url: "http://memory" }, request: request as (call: never) => Promise<unknown> };
}
