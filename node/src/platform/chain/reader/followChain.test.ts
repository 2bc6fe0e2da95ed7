import assert from "node:assert/strict";
import { test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { silentLogger } from "../../log.ts";
import { memoryHistory } from "../testing/memoryReader.ts";
import type { ChainReader } from "./chainReader.ts";
import { followChain } from "./followChain.ts";
import type { ChainStep } from "./step.ts";
import { createWatch } from "./watch.ts";

const LOOKS = 6;

/** Follows for LOOKS looks; the last one never gets an answer. */
async function follow(next: () => ChainStep, atEnd: () => void = () => undefined) {
  const ending = new AbortController();
  const told: boolean[] = [];
  let looks = 0;
  const reader: ChainReader = {
    watch: createWatch(() => "rpc"),
    next: async () => {
      looks += 1;
      if (looks < LOOKS) return next();
      setImmediate(() => {
        atEnd();
        ending.abort();
      });
      return new Promise<never>(() => undefined);
    },
  };
  await followChain({
    reader,
    history: memoryHistory(),
    log: silentLogger,
    signal: ending.signal,
    onBlocks: async () => undefined,
    onRewind: async () => undefined,
    onCaughtUp: (isCaughtUp) => told.push(isCaughtUp),
    onFault: (error) => assert.equal(error, undefined),
  });
  return { told, looks };
}

const blocks = (reachesHead: boolean): ChainStep => ({ kind: "blocks", all: [], withLogs: [], reachesHead });

test("behavior: the end does not wait for an RPC that does not answer", async () => {
  assert.equal((await follow(() => blocks(false))).looks, LOOKS);
});

test("behavior: whoever handled the newest block has caught up, without a look that finds nothing", async () => {
  assert.ok((await follow(() => blocks(true))).told.includes(true));
  assert.ok(!(await follow(() => blocks(false))).told.includes(true));
});

test("behavior: steps that were handled are not kept", async () => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const seen: WeakRef<ChainStep>[] = [];
  let alive = 0;
  const next = () => {
    const step = blocks(true);
    seen.push(new WeakRef(step));
    return step;
  };
  await follow(next, () => {
    collect();
    alive = seen.filter((ref) => ref.deref() !== undefined).length;
  });
  assert.equal(seen.length, LOOKS - 1);
  assert.ok(alive <= 1, `${alive} of ${seen.length} steps are kept`);
});
