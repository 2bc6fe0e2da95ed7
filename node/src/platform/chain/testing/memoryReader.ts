import { MemoryChain } from "../../../indexer/testing/memoryChain.ts";
import { type ChainReader, createChainReader } from "../reader/chainReader.ts";
import type { ChainHistory } from "../reader/history.ts";
import type { ChainStep } from "../reader/step.ts";
import type { BlockPointer } from "../reader/types.ts";
import type { RpcCall, RpcPool } from "../rpc/pool.ts";

/** A chain in memory of this many blocks without logs. */
export async function mined(blocks: number): Promise<MemoryChain> {
  const chain = new MemoryChain();
  await mine(chain, blocks);
  return chain;
}

export async function mine(chain: MemoryChain, blocks: number): Promise<void> {
  for (let block = 0; block < blocks; block++) await chain.mine([], { datanets: 0, versions: 0 });
}

/** Answers one call, or throws as an RPC does. */
export type Backend = (call: RpcCall) => unknown;

export const serving =
  (chain: MemoryChain, length = Number.POSITIVE_INFINITY): Backend =>
  ({ method, params }) =>
    chain.answer(method, params as readonly unknown[], chain.view.slice(0, length));

/** A client over a pool of backends without fallbacks of its own; `many` is told of every batch. */
export function pooled(backends: readonly Backend[], many: (calls: readonly RpcCall[]) => void = () => undefined) {
  let current = 0;
  const at = () => backends[current % backends.length] as Backend;
  const pool: RpcPool = {
    size: backends.length,
    quorum: 1,
    host: () => `rpc${current % backends.length}`,
    place: () => current % backends.length,
    turn() {
      current += 1;
      return backends.length > 1;
    },
    use(index) {
      current = index;
    },
    askEach: async (call) => backends.map((backend) => backend(call)),
    async askMany(calls) {
      many(calls);
      return calls.map(at());
    },
  };
  return { transport: { pool }, request: async (call: never) => at()(call) };
}

/** What a reader's user has handled, in memory. */
export function memoryHistory(): ChainHistory & { readonly blocks: BlockPointer[] } {
  const blocks: BlockPointer[] = [];
  let final: number | undefined;
  return {
    blocks,
    head: () => blocks.at(-1),
    hashAt: (number) => blocks.find((block) => block.number === number)?.hash,
    oldest: () => blocks[0]?.number,
    finalised: () => final,
    finalise(number) {
      final = number;
    },
  };
}

/** A reader from block 0, and a look that keeps the blocks it finds. */
export function memoryReader(client: ReturnType<typeof pooled>): {
  reader: ChainReader;
  history: ReturnType<typeof memoryHistory>;
  look(): Promise<ChainStep>;
} {
  const reader = createChainReader({
    client,
    chainId: 31_337,
    startBlock: 0,
    addresses: [],
    topics: [],
    fix: "ask for help",
  });
  const history = memoryHistory();
  const look = async () => {
    const step = await reader.next(history);
    if (step.kind === "blocks") history.blocks.push(...step.all);
    return step;
  };
  return { reader, history, look };
}
