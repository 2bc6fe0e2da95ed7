import assert from "node:assert/strict";
import { test } from "node:test";
import { type Hex, numberToHex, parseGwei, toEventSelector } from "viem";
import { startAnvilWithClient } from "../../../../../test/support/anvilWithClient.ts";
import { type Raw, readBlock, readReceipts } from "./answers.ts";
import { bloomTest } from "./bloom.ts";
import { receiptsRoot } from "./receiptsRoot.ts";

test("a block of many transactions: the root of its receipts and its bloom are the header's", async (t) => {
  const { client, close } = await startAnvilWithClient();
  t.after(close);
  const [account] = await client.getAddresses();
  assert.ok(account);
  const emitter = numberToHex(0xe0e0, { size: 20 });
  // PUSH0 PUSH0 LOG0 STOP, and with one topic: PUSH0 PUSH0 PUSH0 LOG1 STOP.
  await client.setCode({ address: emitter, bytecode: "0x5f5f5fa100" });
  await client.setAutomine(false);
  // More than 127, so that the keys of the trie have two lengths.
  for (let nonce = 0; nonce < 150; nonce++) {
    const kind = nonce % 3 === 0 ? { gasPrice: parseGwei("5") } : {};
    await client.sendTransaction({ account, nonce, to: emitter, gas: 60_000n, ...kind } as never);
  }
  await client.mine({ blocks: 1 });
  const ask = (method: string, params: unknown[]) => client.request({ method, params } as never) as Promise<unknown>;
  const block = readBlock((await ask("eth_getBlockByNumber", ["latest", false])) as Raw);
  const receipts = readReceipts((await ask("eth_getBlockReceipts", [numberToHex(block.number)])) as unknown[], block);
  assert.equal(receipts.length, 150);
  assert.equal(await receiptsRoot(receipts), block.receiptsRoot);
  assert.notEqual(await receiptsRoot(receipts.slice(1)), block.receiptsRoot);

  const zeroTopic: Hex = `0x${"0".repeat(64)}`;
  const other = toEventSelector("event Other()");
  const mayHave = (addresses: Hex[], topics: Hex[]) => bloomTest({ addresses, topics })(block);
  assert.equal(mayHave([emitter], [zeroTopic]), true);
  assert.equal(mayHave([emitter], [other]), false);
  assert.equal(mayHave([numberToHex(0xbeef, { size: 20 })], [zeroTopic]), false);
});
