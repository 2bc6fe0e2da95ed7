import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { RevertError } from "./chain/outbox/intent.ts";
import { createEachItem, type EachItem } from "./eachItem.ts";
import type { Logger } from "./log.ts";

let clock: number;
let stop: AbortController;
let logged: [string, { id: string; nextTryMs: number }][];
let each: EachItem;

beforeEach(() => {
  clock = 0;
  stop = new AbortController();
  logged = [];
  const note = (level: string) => (_: string, fields: { id: string; nextTryMs: number }) =>
    void logged.push([level, fields]);
  const log = { info: note("info"), warn: note("warn") } as unknown as Logger;
  each = createEachItem({ fault: "item_retry", log, signal: stop.signal, firstPauseMs: 1_000, now: () => clock });
});

const itself = (id: string): string => id;

/** One pass over `ids` in which those of `broken` fail; returns who was worked on. */
async function pass(ids: string[], broken: string[] = [], error: Error = new Error("broken")): Promise<string> {
  let worked = "";
  await each(ids, itself, async (id) => {
    worked += id;
    if (broken.includes(id)) throw error;
  });
  return worked;
}

test("default: a fault of one item is logged with its id, and the others are worked on", async () => {
  assert.equal(await pass(["a", "b", "c"], ["b"]), "abc");
  assert.deepEqual(
    logged.map(([level, { id }]) => [level, id]),
    [["warn", "b"]],
  );
});

test("behavior: pauses double with every fault up to five minutes, and a success ends them", async () => {
  const pauses: number[] = [];
  for (let i = 0; i < 12; i++) {
    assert.equal(await pass(["a", "b"], ["b"]), "ab");
    const pause = logged.at(-1)?.[1].nextTryMs ?? 0;
    pauses.push(pause);
    clock += pause - 1;
    assert.equal(await pass(["a", "b"], ["b"]), "a", "not yet");
    clock += 1;
  }
  assert.deepEqual(pauses.slice(0, 4), [1_000, 2_000, 4_000, 8_000]);
  assert.equal(pauses.at(-1), 300_000);
  assert.equal(await pass(["b"]), "b");
  assert.equal(await pass(["b"], ["b"]), "b");
  assert.equal(logged.at(-1)?.[1].nextTryMs, 1_000);
});

test("behavior: an item that left the list begins with the first pause when it comes back", async () => {
  await pass(["a"], ["a"]);
  assert.equal(await pass([]), "");
  assert.equal(await pass(["a"]), "a");
});

test("behavior: a refusal of the chain is told quietly, and a stop is thrown", async () => {
  await pass(["a"], ["a"], new RevertError("a", new Error("somebody was first")));
  assert.equal(logged[0]?.[0], "info");
  stop.abort();
  await assert.rejects(pass(["b"], ["b"]), { message: "broken" });
});
