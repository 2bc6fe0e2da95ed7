import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { RevertError } from "./chain/outbox/intent.ts";
import { createEachItem, type EachItem, forAll } from "./eachItem.ts";
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

test("forAll: every item is worked on; one fault is thrown as it is, several together", async () => {
  const worked: string[] = [];
  const failing = (faults: Record<string, Error>) =>
    forAll(["a", "b", "c"], async (id) => {
      worked.push(id);
      if (faults[id] !== undefined) throw faults[id];
    });
  await failing({});
  const [a, c] = [new Error("a is broken."), new RevertError("c", new Error("refused"))];
  await assert.rejects(failing({ c }), c);
  await assert.rejects(failing({ a, c }), (error: AggregateError) => {
    assert.deepEqual(error.errors, [a, c]);
    assert.equal(error.message, `${a.message} ${c.message}`);
    return true;
  });
  await assert.rejects(failing({ a, b: new Error("a is broken.") }), a, "what all say is said once");
  assert.equal(worked.join(""), "abcabcabcabc");
});

test("behavior: several refusals at once are told as quietly as one", async () => {
  const refused = (id: string) => new RevertError(id, new Error(`${id} was first`));
  await pass(["a"], ["a"], new AggregateError([refused("x"), refused("y")]));
  await pass(["b"], ["b"], new AggregateError([refused("x"), new Error("the server hung up")]));
  assert.deepEqual(
    logged.map(([level]) => level),
    ["info", "warn"],
  );
});
