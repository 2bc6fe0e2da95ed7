import assert from "node:assert/strict";
import { test } from "node:test";
import { HttpRequestError, TimeoutError } from "viem";
import { MemoryChain } from "../../../indexer/testing/memoryChain.ts";
import { type Backend, memoryReader, mine, mined, pooled, serving } from "../testing/memoryReader.ts";

const URL = "http://rpc";
const throttled = () => new HttpRequestError({ url: URL, status: 429, body: {} });

test("behavior: a batch that takes too long is asked for smaller at the next look", async () => {
  const chain = await mined(100);
  const sizes: number[] = [];
  const client = pooled([serving(chain)], (calls) => {
    sizes.push(calls.length);
    if (calls.length > 30) throw new TimeoutError({ body: {}, url: URL });
  });
  const { look } = memoryReader(client);
  const kinds = [(await look()).kind, (await look()).kind, (await look()).kind];
  assert.deepEqual(kinds, ["wait", "wait", "blocks"]);
  assert.deepEqual(sizes.slice(0, 3), [100, 50, 50]);
  assert.equal(sizes.at(-1), 25);
});

test("behavior: a provider that counts its calls is asked for fewer blocks", async () => {
  const chain = await mined(300);
  let calls = 0;
  const client = pooled([serving(chain)], ({ length }) => {
    calls += length;
    if (calls > 130) throw throttled();
  });
  const { look, history } = memoryReader(client);
  for (let looks = 0; history.head() === undefined; looks++) {
    assert.ok(looks < 10, "no look was small enough");
    calls = 0;
    await look();
  }
  assert.equal(history.blocks.length, 125);
});

test("behavior: at the head of a frozen RPC the one that is further is used", async () => {
  const chain = await mined(20);
  const { look, reader, history } = memoryReader(pooled([serving(chain, 10), serving(chain)]));
  assert.equal((await look()).kind, "blocks");
  assert.equal(history.blocks.length, 10);
  assert.equal((await look()).kind, "none");
  assert.equal(reader.watch.health().lag, 10);
  assert.equal((await look()).kind, "blocks");
  assert.deepEqual([history.blocks.length, reader.watch.health().rpc], [20, "rpc1"]);
});

test("behavior: when one RPC serves another chain the next one is tried", async () => {
  const chain = await mined(10);
  const other = new MemoryChain();
  await mine(other, 1);
  other.view = [];
  await mine(other, 20);
  let first: Backend = serving(chain);
  const { look, history } = memoryReader(pooled([(call) => first(call), serving(chain)]));
  await look();
  await mine(chain, 2);
  first = serving(other);
  const step = await look();
  assert.match(step.kind === "lost" ? step.reason : step.kind, /^rpc0 serves another chain.*Fix rpcUrl first; ask/);
  assert.equal((await look()).kind, "blocks");
  assert.equal(history.blocks.length, 12);
});

test("behavior: on a chain where each look finds blocks, what is final is noted all the same", async () => {
  const chain = await mined(70);
  const { look, history } = memoryReader(pooled([serving(chain)]));
  for (let looks = 0; looks < 3; looks++) {
    const step = await look();
    assert.ok(step.kind === "blocks" && step.reachesHead);
    await mine(chain, 1);
  }
  assert.equal(history.finalised(), 6);
});

test("behavior: an RPC that never tells what is final is read on all the same", async () => {
  const chain = await mined(10);
  const answer = serving(chain);
  const { look, history } = memoryReader(
    pooled([
      (call) => {
        if ((call.params as unknown[])?.[0] !== "finalized") return answer(call);
        throw new TimeoutError({ body: {}, url: URL });
      },
    ]),
  );
  await look();
  await mine(chain, 5);
  assert.deepEqual([(await look()).kind, (await look()).kind, history.blocks.length], ["wait", "blocks", 15]);
});

test("behavior: blocks below the head do not reach it", async () => {
  const chain = await mined(1_001);
  const { look } = memoryReader(pooled([serving(chain)]));
  const steps = [await look(), await look()];
  assert.deepEqual(
    steps.map((step) => step.kind === "blocks" && step.reachesHead),
    [false, true],
  );
});
