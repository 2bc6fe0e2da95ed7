import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { type Anvil, startAnvil } from "../../../../../test/support/anvil.ts";
import { answered, type FaultyRpc, failed, RPC_SECRET, startFaultyRpc } from "../../../../../test/support/faultyRpc.ts";
import { messageOf } from "../../errors.ts";
import { createLogger } from "../../log.ts";
import { createChainClient } from "../clients.ts";
import { createChainReader } from "../reader/chainReader.ts";
import type { ChainHistory } from "../reader/history.ts";

let anvil: Anvil;
let first: FaultyRpc;
let second: FaultyRpc;
let third: FaultyRpc;

before(async () => {
  anvil = await startAnvil();
  [first, second, third] = (await Promise.all([1, 2, 3].map(() => startFaultyRpc(anvil.rpcUrl)))) as [
    FaultyRpc,
    FaultyRpc,
    FaultyRpc,
  ];
});

afterEach(() => {
  for (const { state } of [first, second, third]) {
    state.hook = undefined;
    state.status = 200;
    state.calls.length = 0;
  }
});

after(async () => {
  await Promise.all([first, second, third].map((rpc) => rpc.close()));
  await anvil.close();
});

const config = (rpcQuorum?: number) => ({
  chainId: 31337,
  rpcUrl: first.url,
  rpcUrls: [second.url, third.url],
  ...(rpcQuorum === undefined ? {} : { rpcQuorum }),
});

const EMPTY: ChainHistory = {
  head: () => undefined,
  hashAt: () => undefined,
  oldest: () => undefined,
  finalised: () => undefined,
  finalise: () => undefined,
};

const readerOf = (rpcQuorum?: number) =>
  createChainReader({
    client: createChainClient(config(rpcQuorum)),
    chainId: 31337,
    startBlock: 0,
    addresses: [],
    topics: [],
    fix: "start over",
  });

test("fallback: the next RPC answers when one throttles, and stays in use", async () => {
  const client = createChainClient(config());
  first.state.status = 429;
  assert.equal(await client.getChainId(), 31337);
  assert.deepEqual([first.state.calls.length, second.state.calls.length], [0, 1]);
  first.state.status = 200;
  assert.equal(await client.getChainId(), 31337);
  assert.deepEqual([first.state.calls.length, second.state.calls.length, third.state.calls.length], [0, 2, 0]);
});

test("fallback: an RPC that lacks a method is passed over for that call only", async () => {
  const client = createChainClient(config());
  first.state.hook = async (call, forward) =>
    call.method === "eth_gasPrice" ? failed(call, -32601, "no such method") : forward();
  assert.ok((await client.getGasPrice()) > 0n);
  await client.getChainId();
  assert.deepEqual(first.state.calls, ["eth_gasPrice", "eth_chainId"]);
});

test("fallback: what the chain itself refuses is final, and no other RPC is asked", async () => {
  const client = createChainClient(config());
  // PUSH0 PUSH0 REVERT as the code of a contract that is being made.
  await assert.rejects(client.call({ data: "0x5f5ffd" }), /revert/);
  assert.deepEqual(second.state.calls, []);
});

test("secrets: no error, message or log line holds the path of an RPC's URL", async () => {
  for (const { state } of [first, second, third]) state.status = 500;
  const client = createChainClient(config());
  const error = await client.getChainId().then(
    () => assert.fail("all RPCs fail"),
    (cause: unknown) => cause,
  );
  const lines: string[] = [];
  createLogger((line) => lines.push(line)).warn("failed", { error });
  assert.ok(lines[0]?.includes("127.0.0.1"));
  for (const text of [messageOf(error), String(error), (error as Error).stack, JSON.stringify(error), lines[0]])
    assert.equal(text?.includes(RPC_SECRET), false, text);
});

test("quorum: a block is read once enough RPCs agree on it", async () => {
  const reader = readerOf(2);
  const lie = `0x${"ab".repeat(32)}`;
  first.state.hook = async (call, forward) => {
    const answer = await forward();
    if (!/^eth_getBlockBy/.test(call.method)) return answer;
    return answered(call, { ...answer.result, hash: lie });
  };
  const step = await reader.next(EMPTY);
  assert.equal(step.kind, "blocks");
  assert.ok(step.kind === "blocks" && step.all.every(({ hash }) => hash !== lie));
  third.state.status = 500;
  const split = await readerOf(2).next(EMPTY);
  assert.equal(split.kind, "wait");
  assert.match(split.kind === "wait" ? split.reason : "", /No 2 of 3 RPCs agree on block 0/);
});

test("quorum: too few RPCs that answer are named", async () => {
  first.state.status = 500;
  second.state.status = 500;
  const step = await readerOf(2).next(EMPTY);
  assert.match(step.kind === "wait" ? step.reason : "", /1 of 3 RPCs answer, and rpcQuorum needs 2/);
});
