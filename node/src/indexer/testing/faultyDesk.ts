import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, type TestContext } from "node:test";
import { type FaultyRpc, startFaultyRpc } from "../../../../test/support/faultyRpc.ts";
import { until } from "../../../../test/support/until.ts";
import { type ProtocolChain, startProtocolChain } from "./protocolChain.ts";
import { type RunningIndexer, runIndexer } from "./runningIndexer.ts";
import { createDatanet } from "./story.ts";

/** Longest that a test waits for what has to happen, seconds. */
const PATIENCE_S = 15;

interface State {
  /** null before the first block */
  _meta: { block: { number: number }; hasIndexingErrors: boolean } | null;
  datanets: { id: string }[];
}

/** -1 before the first block. */
export const numberOf = (meta: State["_meta"]): number => meta?.block.number ?? -1;

/** For the tests of one file: a chain with datanets, a proxy before it that misbehaves, and for each test an indexer. */
export function faultyDesk() {
  let chain: ProtocolChain;
  let proxy: FaultyRpc;
  let indexer: RunningIndexer;
  let datanets = 0n;

  before(async () => {
    chain = await startProtocolChain();
    proxy = await startFaultyRpc(chain.anvil.rpcUrl);
    for (let count = 0; count < 6; count++) await addDatanet();
  });

  beforeEach(async () => {
    indexer = await runIndexer(chain, ":memory:", { rpcUrl: proxy.url });
    await indexer.caughtUp();
  });

  afterEach(async () => {
    proxy.state.hook = undefined;
    proxy.state.status = 200;
    proxy.state.hang = false;
    await indexer.close();
  });

  after(async () => {
    await proxy.close();
    await chain.anvil.close();
  });

  async function addDatanet(): Promise<void> {
    datanets += 1n;
    await createDatanet(chain, datanets, `datanet-${datanets}`);
  }

  const state = (from = indexer) =>
    from.query<State>("{ _meta { block { number } hasIndexingErrors } datanets(first: 1000) { id } }");

  const headNumber = async () => Number(await chain.anvil.client.getBlockNumber({ cacheTime: 0 }));

  /** The index holds every datanet that was made, and has called nothing an indexing error. */
  async function expectAll(from = indexer): Promise<void> {
    await until(
      "the whole index",
      async () => {
        const { _meta, datanets: found } = await state(from);
        assert.notEqual(_meta?.hasIndexingErrors, true);
        return BigInt(found.length) === datanets && _meta?.block.number === (await headNumber()) ? true : undefined;
      },
      PATIENCE_S,
      () => ({ expected: datanets.toString(), calls: proxy.state.calls.slice(-8) }),
    );
  }

  /** The same of an index that is made now. */
  async function expectAllOfFresh(t: TestContext): Promise<void> {
    const fresh = await runIndexer(chain, ":memory:", { rpcUrl: proxy.url });
    t.after(() => fresh.close());
    await expectAll(fresh);
  }

  /** Waits until /health gives a reason that fits, watching that the index never loses anything meanwhile. */
  async function expectReason(reason: RegExp): Promise<Awaited<ReturnType<RunningIndexer["health"]>>> {
    const before = await state();
    return until(
      `a reason like ${reason}`,
      async () => {
        const { _meta, datanets: found } = await state();
        assert.ok(found.length >= before.datanets.length, "the index lost datanets");
        assert.ok(numberOf(_meta) >= numberOf(before._meta), "the index went back");
        assert.equal(_meta?.hasIndexingErrors, false);
        const health = await indexer.health();
        return reason.test(health.chain.reason ?? "") ? health : undefined;
      },
      PATIENCE_S,
    );
  }

  /** Waits until the RPC was asked `count` times more. */
  async function asked(count: number, method?: string): Promise<void> {
    const seen = () => proxy.state.calls.filter((call) => method === undefined || call === method).length;
    const end = seen() + count;
    await until(`${count} calls`, () => (seen() >= end ? true : undefined), PATIENCE_S);
  }

  return {
    addDatanet,
    asked,
    expectAll,
    expectAllOfFresh,
    expectReason,
    headNumber,
    state,
    get chain() {
      return chain;
    },
    get rpc() {
      return proxy.state;
    },
    get indexer() {
      return indexer;
    },
    get datanets() {
      return datanets;
    },
  };
}
