import { describeFault, isOfTheRpc, isTooMuch, RpcUnready } from "../rpc/faults.ts";
import { hostOf } from "../rpc/hideUrls.ts";
import { findAncestor } from "./ancestor.ts";
import { readTransaction } from "./answers.ts";
import { assertAgreed, believedHead, useFurthest } from "./heads.ts";
import type { ChainHistory } from "./history.ts";
import { createLogReader } from "./logs.ts";
import { createSource, type RpcClient } from "./source.ts";
import { createSpan } from "./span.ts";
import type { ChainStep } from "./step.ts";
import type { BlockPointer, BlockWithLogs, ChainBlock, LogFilter } from "./types.ts";
import { createWatch, type Watch } from "./watch.ts";

/** Blocks read at once while catching up. */
const MOST_BLOCKS = 1_000;
/** Looks in a row that must show a branch which is not longer before it counts as a reorg: an RPC behind shows one too. */
const LOOKS = 3;
/** Looks at an RPC that is behind after which it is asked again which chain it serves. */
const ASK_CHAIN_EACH = 5;
/** Between two questions for the final block, and for the newest one of other RPCs, milliseconds. */
const BEAT_MS = 10_000;

export interface ReaderOptions extends LogFilter {
  readonly client: RpcClient;
  readonly chainId: number;
  readonly startBlock: number;
  /** Whether the transactions of blocks with logs are read too. */
  readonly transactions?: boolean;
  /** What to do when rpcUrl is right and the chain is truly another one, as the end of a sentence. */
  readonly fix: string;
}

export interface ChainReader {
  readonly watch: Watch;
  /** Reads on after `history.head()`. Never throws because of the RPC: that is a step too. */
  next(history: ChainHistory): Promise<ChainStep>;
}

/** Reads the logs of some contracts, block after block, from RPCs that may lag, lie, throttle and reorder. */
export function createChainReader(options: ReaderOptions): ChainReader {
  const { client, chainId, startBlock, fix } = options;
  const source = createSource(client);
  const readLogs = createLogReader(source, options);
  const span = createSpan(MOST_BLOCKS);
  const host = (): string => source.pool?.host() ?? hostOf((client.transport as { url?: string }).url ?? "");
  const watch = createWatch(host);
  let shorterLooks = 0;
  let lagLooks = 0;
  let finalisedAt = 0;
  let comparedAt = 0;
  /** The RPC that has been asked which chain it serves. */
  let checked: number | undefined;

  /** A server may be exchanged for one of another chain behind the same URL, so it is asked again after every fault. */
  async function assertChain(): Promise<void> {
    const place = source.pool?.place() ?? 0;
    if (checked === place) return;
    const actual = await source.chainId();
    if (actual !== chainId)
      throw new RpcUnready(`The RPC ${host()} serves chain ${actual}, not chain ${chainId}; fix rpcUrl.`);
    checked = place;
  }

  async function step(history: ChainHistory): Promise<ChainStep> {
    await assertChain();
    const cursor = await history.head();
    const head = await believedHead(source);
    watch.sawHead(head.number);
    const from = cursor === undefined ? startBlock : cursor.number + 1;
    if (cursor === undefined)
      return head.number < from ? behind(from, head.number) : readOn(history, cursor, from, head);
    if (head.hash === cursor.hash) {
      await noteFinal(history, cursor);
      return atHead(cursor);
    }
    if (head.number <= cursor.number) return notLonger(history, cursor, head);
    // On a fast chain no look finds nothing new.
    await noteFinal(history, cursor);
    return readOn(history, cursor, from, head);
  }

  /** Another RPC may be further. If none is, nothing is known of the blocks that this one lacks. */
  async function behind(at: number, head: number): Promise<ChainStep> {
    const best = await useFurthest(source, at);
    watch.sawBest(Math.max(best ?? 0, head));
    // What answers at another height may be another chain.
    lagLooks += 1;
    if (lagLooks % ASK_CHAIN_EACH === 0) checked = undefined;
    const reason = `The RPC lags: head ${head}, index at ${at}. Waiting until ${host()} has caught up.`;
    return { kind: "wait", reason, isFault: false };
  }

  /** The head is not above the newest handled block. Its parents decide whether the chain was reordered or the RPC is behind. */
  async function notLonger(history: ChainHistory, cursor: BlockPointer, head: ChainBlock): Promise<ChainStep> {
    const own = await history.hashAt(head.number);
    if (own === undefined || own === head.hash) {
      shorterLooks = 0;
      return behind(cursor.number, head.number);
    }
    shorterLooks += 1;
    if (shorterLooks < LOOKS) {
      await behind(cursor.number, head.number);
      const reason = `${host()} shows another branch that ends at block ${head.number}, index at ${cursor.number}. Looking again before anything is undone.`;
      return { kind: "wait", reason, isFault: false };
    }
    return fork(history, cursor, head);
  }

  /** `top` is not above the handled blocks: goes back to the newest block of both branches, if there is one. */
  async function fork(history: ChainHistory, cursor: BlockPointer, top: ChainBlock): Promise<ChainStep> {
    // Asked again by hash: an answer by number may have come from a server that is behind or was exchanged.
    const again = await source.blockByHash(top.hash);
    if (again === undefined) throw new RpcUnready(`The RPC has lost block ${top.number} (${top.hash}); asking again.`);
    await assertAgreed(source, top);
    const ancestor = await findAncestor(source, history, again);
    if ("lost" in ancestor) {
      const reason = `${host()} serves another chain than the one handled so far: ${ancestor.lost}. Fix rpcUrl first; ${fix}.`;
      checked = undefined;
      // It may be the only one that does.
      source.pool?.turn();
      return { kind: "lost", reason };
    }
    shorterLooks = 0;
    if (ancestor.block.number >= cursor.number)
      throw new RpcUnready(`The RPC contradicts itself about block ${cursor.number}; asking again.`);
    watch.wasRewound(top.number);
    return { kind: "rewind", to: ancestor.block };
  }

  async function readOn(
    history: ChainHistory,
    cursor: BlockPointer | undefined,
    from: number,
    head: ChainBlock,
  ): Promise<ChainStep> {
    shorterLooks = 0;
    try {
      return await readSpan(history, cursor, from, head);
    } catch (error) {
      // Asked for as much again, the provider would never take it.
      if (head.number > from && isTooMuch(error)) span.shrink();
      throw error;
    }
  }

  async function readSpan(
    history: ChainHistory,
    cursor: BlockPointer | undefined,
    from: number,
    head: ChainBlock,
  ): Promise<ChainStep> {
    const to = Math.min(head.number, from + span.size - 1);
    const all = to === from && head.number === to ? [head] : await source.blocksFrom(from, to);
    const [first, last] = [all[0], all.at(-1)];
    if (first === undefined || last === undefined)
      throw new RpcUnready(`The RPC told of block ${head.number} and does not show block ${from} yet.`);
    if (all.some((block, index) => block.number !== from + index))
      throw new RpcUnready(`The RPC gave a block of another number than was asked for, after block ${from}.`);
    if (all.some((block, index) => index > 0 && block.parentHash !== all[index - 1]?.hash))
      throw new RpcUnready(`The chain changed while blocks ${from} to ${last.number} were read; reading again.`);
    if (last.number === head.number && last.hash !== head.hash)
      throw new RpcUnready(`The RPC shows two blocks ${head.number}; reading again.`);
    if (cursor !== undefined && first.parentHash !== cursor.hash) return fork(history, cursor, first);
    await assertAgreed(source, last);
    const logs = await readLogs(all);
    const blocks = all.filter(({ hash }) => logs.has(hash));
    const bodies = options.transactions === true ? await source.fullBlocks(blocks.map(({ hash }) => hash)) : [];
    const withLogs = blocks.map((block, index): BlockWithLogs => {
      const raws = (bodies[index]?.transactions ?? []) as Parameters<typeof readTransaction>[0][];
      const transactions = new Map(raws.map(readTransaction).map((one) => [one.hash, one] as const));
      const own = logs.get(block.hash) ?? [];
      if (options.transactions === true && own.some(({ transactionHash }) => !transactions.has(transactionHash)))
        throw new RpcUnready(`Block ${block.number} lacks the transaction of one of its logs; asking again.`);
      return { block, logs: own, transactions };
    });
    span.took();
    return { kind: "blocks", all, withLogs, reachesHead: last.number === head.number };
  }

  /** Nothing new here. From time to time the other RPCs are asked too: one that is frozen goes on to answer. */
  async function atHead(cursor: BlockPointer): Promise<ChainStep> {
    shorterLooks = 0;
    if (Date.now() - comparedAt < BEAT_MS) return { kind: "none" };
    comparedAt = Date.now();
    watch.sawBest((await useFurthest(source, cursor.number + 1)) ?? 0);
    return { kind: "none" };
  }

  /** Notes from time to time which handled blocks are final. */
  async function noteFinal(history: ChainHistory, cursor: BlockPointer): Promise<void> {
    if (Date.now() - finalisedAt < BEAT_MS) return;
    // Counted from the answer: an RPC that is slow with this one must not be asked for nothing else.
    const final = await source.finalised().finally(() => {
      finalisedAt = Date.now();
    });
    if (final !== undefined && final.number <= cursor.number && final.number > ((await history.finalised()) ?? -1)) {
      if ((await history.hashAt(final.number)) === final.hash) await history.finalise(final.number);
    }
  }

  return {
    watch,
    async next(history) {
      let done: ChainStep;
      watch.asks();
      try {
        done = await step(history);
        // Another RPC may have stepped in on the way.
        await assertChain();
      } catch (error) {
        if (!isOfTheRpc(error)) throw error;
        const reason = describeFault(host(), error);
        checked = undefined;
        // What one RPC lacks or gets wrong, another may have.
        if (error instanceof RpcUnready) source.pool?.turn();
        done = { kind: "wait", reason, isFault: true };
      }
      watch.saw(done, await history.head());
      return done;
    },
  };
}
