import assert from "node:assert/strict";
import { test } from "node:test";
import { BlockFeed, type Changes, type FeedTurn } from "./blockFeed.ts";
import type { StoredBlock } from "./store/blockStore.ts";

const block = (number: number): StoredBlock => ({ number, hash: "0xab", parentHash: "0xaa", timestamp: number });

/** A feed that has published these changes, one block each, and what a listener with `cursor` hears first. */
function feedOf(...changes: (Changes | null)[]) {
  const feed = new BlockFeed();
  for (const [i, changed] of changes.entries()) feed.publish(block(i + 1), changed);
  const first = async (cursor?: string): Promise<FeedTurn> => {
    const signal = new AbortController();
    const turns = feed.follow({ cursor, head: () => block(changes.length), signal: signal.signal });
    const { value } = await turns.next();
    signal.abort();
    return value as FeedTurn;
  };
  return { feed, first };
}

test("default: a listener hears the present block at once, then each block with what it changed", async () => {
  const { feed } = feedOf();
  const stop = new AbortController();
  const turns = feed.follow({ head: () => undefined, signal: stop.signal });
  assert.equal((await turns.next()).value?.block, null);
  feed.publish(block(1), { Model: ["3"] });
  feed.publish(block(2), {});
  const heard = [await turns.next(), await turns.next()].map(({ value }) => value?.block);
  assert.deepEqual(heard, [
    { number: 1, hash: "0xab", timestamp: 1, changed: { Model: ["3"] } },
    { number: 2, hash: "0xab", timestamp: 2, changed: {} },
  ]);
  stop.abort();
  assert.equal((await turns.next()).done, true);
});

test("behavior: a cursor brings everything that changed after it, once", async () => {
  const { feed, first } = feedOf({ Model: ["1"] });
  const { cursor } = await first();
  feed.publish(block(2), { Model: ["1", "2"], Seat: ["a"] });
  feed.publish(block(3), { Model: ["2"] });
  assert.deepEqual((await first(cursor)).block?.changed, { Model: ["1", "2"], Seat: ["a"] });
  assert.deepEqual((await first((await first(cursor)).cursor)).block?.changed, {});
});

test("behavior: without a cursor the last blocks count, so that nothing falls between reading and listening", async () => {
  const empty = Array.from({ length: 19 }, () => ({}));
  assert.deepEqual((await feedOf({ Model: ["1"] }, ...empty).first()).block?.changed, { Model: ["1"] });
  assert.deepEqual((await feedOf({ Model: ["1"] }, ...empty, {}).first()).block?.changed, {});
});

test("behavior: after a reorg, and with a cursor of an earlier process, anything may have changed", async () => {
  const { feed, first } = feedOf({ Model: ["1"] });
  const { cursor } = await first();
  feed.publish(block(1), null);
  assert.equal((await first(cursor)).block?.changed, null);
  assert.equal((await first("0000.1")).block?.changed, null);
  assert.equal((await first("nonsense")).block?.changed, null);
});

test("behavior: a cursor older than what is kept says that anything may have changed; a newer one does not", async () => {
  const { feed, first } = feedOf({ Model: ["0"] });
  const { cursor: old } = await first();
  for (let i = 1; i <= 2_000; i++) feed.publish(block(i), { Model: [String(i)] });
  const { cursor: recent } = await first();
  assert.notEqual((await first(old)).block?.changed, null, "2000 turns are kept");
  feed.publish(block(2_001), { Model: ["2001"] });
  assert.equal((await first(old)).block?.changed, null);
  assert.deepEqual((await first(recent)).block?.changed, { Model: ["2001"] });
});
