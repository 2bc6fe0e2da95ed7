import assert from "node:assert/strict";
import { test } from "node:test";
import { answered } from "../../../test/support/faultyRpc.ts";
import { lagging } from "../../../test/support/laggingRpc.ts";
import { until } from "../../../test/support/until.ts";
import { faultyDesk, numberOf } from "./testing/faultyDesk.ts";

const desk = faultyDesk();

test("lag: a lower head makes the index wait and say so, and undoes nothing", async () => {
  const head = await desk.headNumber();
  desk.rpc.hook = lagging(desk.headNumber, 2);
  const { chain: read, ok, status } = await desk.expectReason(/lags: head \d+, index at \d+/);
  assert.equal(read.reason?.includes(`head ${head - 2}, index at ${head}`), true, read.reason);
  assert.deepEqual([read.head, read.block?.number, ok, status], [head - 2, head, true, 200]);
  await desk.asked(10);
  assert.equal(numberOf((await desk.state())._meta), head);
  await desk.addDatanet();
  desk.rpc.hook = undefined;
  await desk.expectAll();
  assert.equal((await desk.indexer.health()).chain.reason, undefined);
});

test("lag: backends in turn, every second one a block behind, never make the index go back", async () => {
  let turn = 0;
  const behind = lagging(desk.headNumber, 1);
  desk.rpc.hook = (call, forward) => (turn++ % 2 === 0 ? forward() : behind(call, forward));
  let highest = 0;
  for (let count = 0; count < 4; count++) {
    await desk.addDatanet();
    await until(
      "the new datanet",
      async () => {
        const { _meta, datanets: found } = await desk.state();
        assert.ok(numberOf(_meta) >= highest, "the index went back");
        highest = numberOf(_meta);
        return BigInt(found.length) === desk.datanets ? true : undefined;
      },
      15,
    );
  }
  await desk.expectAll();
});

test("syncing: a node that begins at block 0 is waited for", async () => {
  const head = await desk.headNumber();
  desk.rpc.hook = lagging(desk.headNumber, 10_000);
  await desk.expectReason(/lags: head 0, index at \d+/);
  await desk.asked(10);
  const { _meta, datanets: found } = await desk.state();
  assert.equal(numberOf(_meta), head);
  assert.equal(BigInt(found.length), desk.datanets);
  desk.rpc.hook = undefined;
  await desk.expectAll();
});

test("swapped: a node of another chain id is named, and nothing it says is believed", async () => {
  desk.rpc.hook = async (call, forward) => {
    if (call.method === "eth_chainId") return answered(call, "0x5");
    if (call.method === "eth_getBlockByNumber") return forward({ ...call, params: ["0x0", call.params[1]] });
    return forward();
  };
  await desk.expectReason(/serves chain 5, not chain 31337/);
  desk.rpc.hook = undefined;
  await desk.expectAll();
});

test("throttled: HTTP 429 is waited out and is no indexing error", async () => {
  desk.rpc.status = 429;
  const { chain: read } = await desk.expectReason(/throttles us \(HTTP 429\)/);
  assert.match(read.rpc, /^127\.0\.0\.1:\d+$/);
  await desk.addDatanet();
  desk.rpc.status = 200;
  await desk.expectAll();
});

test("hanging: a server that never answers is told as such long before the time-out", async () => {
  desk.rpc.hang = true;
  await desk.expectReason(/has not answered for \d+ s/);
  desk.rpc.hang = false;
});

test("null: a block that is lost by hash is asked for again", async () => {
  desk.rpc.hook = async (call, forward) => (call.method === "eth_getBlockByHash" ? answered(call, null) : forward());
  await desk.addDatanet();
  await desk.expectReason(/has lost block/);
  desk.rpc.hook = undefined;
  await desk.expectAll();
});
