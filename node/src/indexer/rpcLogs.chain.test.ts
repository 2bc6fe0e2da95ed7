import assert from "node:assert/strict";
import { test } from "node:test";
import { answered, failed, type RpcCall } from "../../../test/support/faultyRpc.ts";
import { faultyDesk } from "./testing/faultyDesk.ts";
import { createDatanet } from "./testing/story.ts";

const desk = faultyDesk();

test("logs: an empty answer is caught by the block's bloom and settled by its receipts", async () => {
  let lies = 0;
  desk.rpc.hook = async (call, forward) => {
    const answer = await forward();
    if (call.method !== "eth_getLogs" || answer.result.length === 0) return answer;
    lies += 1;
    return answered(call, []);
  };
  await desk.addDatanet();
  await desk.addDatanet();
  await desk.expectAll();
  assert.ok(lies > 0);
});

test("logs: an empty answer without receipts is not believed, and the fix is named", async () => {
  desk.rpc.hook = async (call, forward) => {
    if (call.method === "eth_getLogs") return answered(call, []);
    return /Receipt/.test(call.method) ? failed(call, -32601, "the method does not exist") : forward();
  };
  await desk.addDatanet();
  await desk.expectReason(/serves no receipts to decide; use an RPC with eth_getBlockReceipts/);
  desk.rpc.hook = undefined;
  await desk.expectAll();
});

test("logs: receipts one by one decide where eth_getBlockReceipts is missing", async () => {
  desk.rpc.hook = async (call, forward) => {
    if (call.method === "eth_getLogs") return answered(call, []);
    return call.method === "eth_getBlockReceipts" ? failed(call, -32601, "the method does not exist") : forward();
  };
  await desk.addDatanet();
  await desk.expectAll();
});

test("logs: receipts that are not those of the header are not believed", async () => {
  const lied = Promise.withResolvers<void>();
  desk.rpc.hook = async (call, forward) => {
    const answer = await forward();
    if (call.method === "eth_getLogs") return answered(call, []);
    if (call.method !== "eth_getBlockReceipts") return answer;
    lied.resolve();
    return answered(
      call,
      answer.result.map((receipt: object) => ({ ...receipt, logs: [] })),
    );
  };
  await desk.addDatanet();
  await lied.promise;
  await desk.expectReason(/are not those of its header/);
  desk.rpc.hook = undefined;
  await desk.expectAll();
});

test("logs: without a root in the header, two answers that agree are believed, and two that differ are not", async () => {
  let isCut = true;
  desk.rpc.hook = async (call, forward) => {
    const answer = await forward();
    if (/^eth_getBlockBy/.test(call.method) && answer.result !== null)
      return answered(call, { ...answer.result, receiptsRoot: `0x${"0".repeat(64)}` });
    return call.method === "eth_getLogs" && isCut ? answered(call, []) : answer;
  };
  await desk.addDatanet();
  await desk.expectReason(/are not those of its header \(0 and 1 logs\)/);
  isCut = false;
  await desk.expectAll();
});

test("logs: a catch-up over a backend without the newest logs misses none", async (t) => {
  let cut = 0;
  desk.rpc.hook = async (call, forward) => {
    const answer = await forward();
    const [filter] = call.params;
    if (call.method !== "eth_getLogs" || filter.toBlock === undefined) return answer;
    const kept = answer.result.filter(
      (log: { blockNumber: string }) => Number(log.blockNumber) <= Number(filter.toBlock) - 2,
    );
    cut += answer.result.length - kept.length;
    return answered(call, kept);
  };
  await desk.expectAllOfFresh(t);
  assert.ok(cut > 0);
});

test("ranges: a provider's limits on blocks and on batches are found, without reading its words", async (t) => {
  await desk.chain.anvil.client.mine({ blocks: 300 });
  await desk.addDatanet();
  const spans: number[] = [];
  desk.rpc.hook = async (call, forward) => {
    const [filter] = call.params;
    if (call.method !== "eth_getLogs" || filter.fromBlock === undefined) return forward();
    const span = Number(filter.toBlock) - Number(filter.fromBlock) + 1;
    spans.push(span);
    return span > 100 ? failed(call, -32005, "nope") : forward();
  };
  await desk.expectAllOfFresh(t);
  assert.ok(spans.some((span) => span > 100) && spans.some((span) => span <= 100 && span > 50));
});

test("fields: blocks without what clients leave out are taken", async (t) => {
  const OPTIONAL = [
    "size",
    "totalDifficulty",
    "difficulty",
    "sha3Uncles",
    "miner",
    "baseFeePerGas",
    "mixHash",
    "uncles",
    "nonce",
    "extraData",
  ];
  desk.rpc.hook = async (call, forward) => {
    const answer = await forward();
    if (!/^eth_getBlockBy/.test(call.method) || answer.result === null) return answer;
    const kept = Object.entries(answer.result as object).filter(([name]) => !OPTIONAL.includes(name));
    return answered(call, Object.fromEntries(kept));
  };
  await desk.addDatanet();
  await desk.expectAll();
  await desk.expectAllOfFresh(t);
});

test("bloom: a filter that allows everything does not hold the index up", async () => {
  desk.rpc.hook = async (call, forward) => {
    const answer = await forward();
    if (!/^eth_getBlockBy/.test(call.method) || answer.result === null) return answer;
    return answered(call, { ...answer.result, logsBloom: `0x${"f".repeat(512)}` });
  };
  await desk.chain.anvil.client.mine({ blocks: 3 });
  await desk.addDatanet();
  await desk.expectAll();
});

test("reorg between two calls: nothing of the dropped branch is kept", async (t) => {
  const { client } = desk.chain.anvil;
  const fork = await client.snapshot();
  await createDatanet(desk.chain, 900n, "dropped");
  let isDone = false;
  desk.rpc.hook = async (call: RpcCall, forward) => {
    if (call.method === "eth_getLogs" && !isDone) {
      isDone = true;
      await client.revert({ id: fork });
      await client.increaseTime({ seconds: 7 });
      await desk.addDatanet();
      await desk.addDatanet();
    }
    return forward();
  };
  await desk.expectAllOfFresh(t);
  assert.ok(isDone);
});
