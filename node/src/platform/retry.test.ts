import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { retry } from "./retry.ts";

class Away extends Error {}
const isWorthRetrying = (error: unknown): boolean => error instanceof Away;

test("default: tries until it works", async () => {
  let tries = 0;
  const work = async () => {
    if (++tries < 3) throw new Away();
    return tries;
  };
  assert.equal(await retry(work, { isWorthRetrying, patienceMs: 10_000, pauseMs: 1 }), 3);
});

test("error: what is not worth another try is thrown at once", async () => {
  let tries = 0;
  const work = async () => {
    tries++;
    throw new TypeError("refused");
  };
  await assert.rejects(retry(work, { isWorthRetrying, patienceMs: 10_000, pauseMs: 1 }), TypeError);
  assert.equal(tries, 1);
});

test("error: patience ends, counted from the last sign of life", async () => {
  let contacts = 0;
  const work = async (onContact: () => void) => {
    await delay(10);
    if (++contacts < 5) onContact();
    throw new Away();
  };
  await assert.rejects(retry(work, { isWorthRetrying, patienceMs: 5, pauseMs: 1 }), Away);
  assert.ok(contacts >= 1);
  let tries = 0;
  const silent = async () => {
    tries++;
    await delay(10);
    throw new Away();
  };
  await assert.rejects(retry(silent, { isWorthRetrying, patienceMs: 1, pauseMs: 1 }), Away);
  assert.equal(tries, 1);
});

test("behavior: the signal ends the pause", async () => {
  const stopping = new AbortController();
  const work = async () => {
    stopping.abort();
    throw new Away();
  };
  const { signal } = stopping;
  await assert.rejects(retry(work, { isWorthRetrying, patienceMs: 60_000, pauseMs: 60_000, signal }), {
    name: "AbortError",
  });
  await assert.rejects(retry(work, { isWorthRetrying, patienceMs: 1, pauseMs: 1, signal }), { name: "AbortError" });
});

test("behavior: pauses double up to the longest", async () => {
  const began: number[] = [];
  const work = async () => {
    began.push(performance.now());
    if (began.length < 5) throw new Away();
  };
  await retry(work, { isWorthRetrying, patienceMs: 10_000, pauseMs: 10, mostPauseMs: 40 });
  const pauses = began.slice(1).map((at, i) => at - (began[i] ?? 0));
  for (const [i, least] of [9, 19, 39, 39].entries()) assert.ok((pauses[i] ?? 0) >= least, `${pauses}`);
});
