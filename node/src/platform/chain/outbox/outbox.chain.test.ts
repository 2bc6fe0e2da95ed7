import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, describe, test } from "node:test";
import type { Hex } from "viem";
import { answered, failed } from "../../../../../test/support/faultyRpc.ts";
import { type OutboxStage, startOutboxStage, TO } from "../testing/outboxStage.ts";

/** Runtime code that always reverts, and its deployment. */
const REVERTING: Hex = "0x625f5ffd5f526003601df3";

describe("outbox", () => {
  let stage: OutboxStage;
  let home: string;

  before(async () => {
    stage = await startOutboxStage();
    home = await mkdtemp(join(tmpdir(), "assay-outbox-"));
  });
  afterEach(() => {
    stage.rpc.state.hook = undefined;
  });
  after(async () => {
    await stage.close();
    await rm(home, { recursive: true, force: true });
  });

  test("default: sends once, and a second send of the key returns the same receipt", async () => {
    const { outbox, close } = await stage.open();
    const before = await stage.paid();
    const first = await outbox.send({ key: "pay:1", to: TO, value: 5n });
    // Stored, so it does not matter whether the RPC still has it.
    stage.rpc.state.hook = async (call, forward) =>
      call.method === "eth_getTransactionReceipt" ? answered(call, null) : await forward();
    const second = await outbox.send({ key: "pay:1", to: TO, value: 5n });
    assert.deepEqual(second, first);
    assert.equal((await stage.paid()) - before, 5n);
    await close();
  });

  test("behavior: many at once get one nonce each", async () => {
    const { outbox, close } = await stage.open();
    const before = await stage.paid();
    const receipts = await Promise.all(
      Array.from({ length: 8 }, (_, i) => outbox.send({ key: `many:${i}`, to: TO, value: 1n })),
    );
    assert.equal(new Set(receipts.map((r) => r.transactionHash)).size, 8);
    assert.equal((await stage.paid()) - before, 8n);
    await close();
  });

  const steps: [string, "before" | "after"][] = [
    ["eth_estimateGas", "before"],
    ["eth_getTransactionCount", "after"],
    ["eth_sendRawTransaction", "before"],
    ["eth_sendRawTransaction", "after"],
    ["eth_getTransactionReceipt", "before"],
    ["eth_getTransactionReceipt", "after"],
  ];
  for (const [method, when] of steps) {
    test(`behavior: stopped ${when} ${method}, a restart sends it exactly once`, async () => {
      const path = join(home, `${method}-${when}.db`);
      const before = await stage.paid();
      const first = await stage.open(path);
      const { promise: reached, resolve: reach } = Promise.withResolvers<void>();
      let isCut = false;
      stage.rpc.state.hook = async (call, forward) => {
        const isIt = !isCut && call.method === method;
        if (isIt && when === "after") await forward();
        if (isIt) {
          isCut = true;
          reach();
        }
        return isCut ? failed(call, -32_603, "cut") : await forward();
      };
      const sending = assert.rejects(first.outbox.send({ key: "pay", to: TO, value: 7n }), { code: "outbox_closed" });
      await reached;
      await first.close();
      await sending;
      stage.rpc.state.hook = undefined;

      const second = await stage.open(path);
      await second.outbox.resume();
      await second.outbox.send({ key: "pay", to: TO, value: 7n });
      assert.equal((await stage.paid()) - before, 7n);
      assert.equal(await second.outbox.stateOf("pay"), "mined");
      await second.close();
    });
  }

  test("behavior: a transaction whose block the chain lost is sent again, the same bytes", async () => {
    const { outbox, count, close } = await stage.open();
    const snapshot = await stage.ask("evm_snapshot");
    const before = await stage.paid();
    const first = await outbox.send({ key: "lost", to: TO, value: 9n });
    await stage.ask("evm_revert", snapshot);
    await stage.setAutomine(false);
    // Nothing stands at its height yet, so nothing is proven; its bytes are sent again all the same.
    assert.equal(await outbox.resume(), 0);
    assert.equal(count("outbox_reopened"), 0);
    await stage.setAutomine(true);
    await stage.mine();
    assert.equal(await outbox.resume(), 1);
    assert.equal(count("outbox_reopened"), 1);
    assert.equal(count("outbox_signed"), 1);
    const again = await outbox.send({ key: "lost", to: TO, value: 9n });
    assert.equal(again.transactionHash, first.transactionHash);
    const { hash } = await stage.direct.getBlock({ blockNumber: again.blockNumber });
    assert.equal(again.blockHash, hash);
    assert.equal((await stage.paid()) - before, 9n);
    assert.equal(await outbox.resume(), 0);
    await close();
  });

  test("error: a call that reverts is refused before it is signed and may be tried again", async () => {
    const { outbox, close } = await stage.open();
    const { direct, account } = stage;
    const raw = await account.signTransaction({
      type: "eip1559",
      chainId: direct.chain.id,
      data: REVERTING,
      nonce: await direct.getTransactionCount({ address: account.address }),
      gas: 200_000n,
      maxFeePerGas: 10_000_000_000n,
      maxPriorityFeePerGas: 1n,
    });
    const receipt = await direct.waitForTransactionReceipt({
      hash: await direct.sendRawTransaction({ serializedTransaction: raw }),
    });
    const to = receipt.contractAddress;
    assert.ok(to);
    await assert.rejects(outbox.send({ key: "bad", to, data: "0x12345678" }), {
      code: "transaction_reverted",
      status: 409,
    });
    assert.equal(await outbox.stateOf("bad"), undefined);
    await close();
  });
});
