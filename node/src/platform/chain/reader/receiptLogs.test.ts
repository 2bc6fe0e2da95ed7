import assert from "node:assert/strict";
import { test } from "node:test";
import type { Hex } from "viem";
import { MemoryChain } from "../../../indexer/testing/memoryChain.ts";
import { pooled } from "../testing/memoryReader.ts";
import { createReceiptReader } from "./receiptLogs.ts";
import { createSource } from "./source.ts";

const [OURS, OTHER] = [`0x${"11".repeat(20)}`, `0x${"22".repeat(20)}`] as const;

test("behavior: the places of proven logs are counted, whatever the RPC calls them", async () => {
  const chain = new MemoryChain();
  const logs = [OTHER, OURS, OURS].map((address) => ({ address, topics: [], data: "0x01" as Hex }));
  await chain.mine(logs, { datanets: 0, versions: 0 });
  const source = createSource(
    pooled([
      ({ method, params }) => {
        const answer = chain.answer(method, params as unknown[]);
        if (method !== "eth_getBlockReceipts") return answer;
        return (answer as { logs: object[] }[]).map((receipt) => ({
          ...receipt,
          logs: receipt.logs.map((log) => ({ ...log, logIndex: "0x0" })),
        }));
      },
    ]),
  );
  const found = await createReceiptReader(source, { addresses: [OURS] })(await source.head());
  assert.equal(found?.proof, "proven");
  assert.deepEqual(
    found?.logs.map(({ logIndex }) => logIndex),
    [1, 2],
  );
});
