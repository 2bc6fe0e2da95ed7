/** The outbox over an RPC that lags, lies and dies, before a real chain. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, describe, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { numberToHex } from "viem";
import { answered, failed } from "../../../../../test/support/faultyRpc.ts";
import { ACCOUNT, CHAIN_ID, type OutboxStage, startOutboxStage, TO } from "../testing/outboxStage.ts";

describe("outbox over a faulty RPC", { timeout: 120_000 }, () => {
  let stage: OutboxStage;
  let home: string;

  before(async () => {
    stage = await startOutboxStage();
    home = await mkdtemp(join(tmpdir(), "assay-outbox-"));
  });
  afterEach(async () => {
    stage.rpc.state.hook = undefined;
    stage.rpc.state.status = 200;
    await stage.setAutomine(true);
  });
  after(async () => {
    await stage.close();
    await rm(home, { recursive: true, force: true });
  });

  async function until(isSo: () => boolean): Promise<void> {
    while (!isSo()) await delay(50);
  }

  /** Mines until `work` ends. */
  async function mineUntil<T>(
    work: Promise<T>,
    beforeBlock: () => Promise<unknown> = async () => undefined,
  ): Promise<T> {
    let isOver = false;
    const ended = work.finally(() => {
      isOver = true;
    });
    const mining = (async () => {
      while (!isOver) {
        await beforeBlock();
        await stage.mine();
        await Promise.race([ended.catch(() => undefined), delay(600)]);
      }
    })();
    const result = await ended;
    await mining;
    return result;
  }

  for (const lies of [1, 2, 3, 8])
    test(`behavior: a receipt that is missing ${lies} times is asked for again, and nothing is signed twice`, async () => {
      const { outbox, count, close } = await stage.open();
      const before = await stage.paid();
      let left = lies;
      stage.rpc.state.hook = async (call, forward) => {
        const answer = await forward();
        if (call.method !== "eth_getTransactionReceipt" || answer.result === null || left === 0) return answer;
        left--;
        return { ...answer, result: null };
      };
      await outbox.send({ key: `pay:${lies}`, to: TO, value: 5n });
      assert.equal(left, 0);
      assert.equal((await stage.paid()) - before, 5n);
      assert.equal(count("outbox_signed"), 1);
      await close();
    });

  test("behavior: a base fee fifty times as high is met by a replacement with the same nonce", async () => {
    const { outbox, lines, count, close } = await stage.open();
    const before = await stage.paid();
    const nonce = await stage.direct.getTransactionCount({ address: stage.account.address });
    await stage.setAutomine(false);
    const { baseFeePerGas } = await stage.direct.getBlock();
    const high = (baseFeePerGas ?? 1n) * 50n;
    const sent = Promise.all([
      outbox.send({ key: "spike", to: TO, value: 7n }),
      outbox.send({ key: "next", to: TO, value: 1n }),
    ]);
    await until(() => count("outbox_signed") === 2);
    const [receipt] = await mineUntil(sent, () => stage.setBaseFee(high));
    assert.equal((await stage.paid()) - before, 8n);
    const nonces = lines.filter(({ event, key }) => event === "outbox_signed" && key === "spike");
    assert.ok(nonces.length > 1, "it was replaced");
    assert.deepEqual(new Set(nonces.map((line) => line.nonce)), new Set([nonce]));
    assert.ok(receipt.effectiveGasPrice >= high);
    await close();
  });

  test("behavior: throttled, it waits, and says so once; nothing is lost", async () => {
    const { outbox, count, close } = await stage.open();
    const before = await stage.paid();
    stage.rpc.state.status = 429;
    const sending = outbox.send({ key: "throttled", to: TO, value: 4n });
    await until(() => count("outbox_rpc_silent") > 0);
    stage.rpc.state.status = 200;
    await sending;
    assert.equal((await stage.paid()) - before, 4n);
    assert.equal(count("outbox_rpc_silent"), 1);
    await close();
  });

  test("behavior: a head below a mined block is no loss", async () => {
    const { outbox, count, close } = await stage.open();
    const receipt = await outbox.send({ key: "head", to: TO, value: 1n });
    const below = numberToHex(receipt.blockNumber - 1n);
    stage.rpc.state.hook = async (call, forward) => {
      if (call.method !== "eth_getBlockByNumber") return await forward();
      const [tag] = call.params;
      if (tag === "latest" || tag === "finalized") return await forward({ ...call, params: [below, false] });
      return BigInt(tag) > BigInt(below) ? answered(call, null) : await forward();
    };
    assert.equal(await outbox.resume(), 0);
    assert.equal(count("outbox_reopened"), 0);
    assert.equal(await outbox.stateOf("head"), "mined");
    await close();
  });

  test("behavior: a nonce that a stranger used is given up only after a finalised block proves it", async () => {
    const path = join(home, "foreign.db");
    const before = await stage.paid();
    const first = await stage.open(path);
    const { promise: reached, resolve: reach } = Promise.withResolvers<void>();
    stage.rpc.state.hook = async (call, forward) => {
      if (call.method !== "eth_sendRawTransaction") return await forward();
      reach();
      return failed(call, -32_603, "cut");
    };
    const sending = assert.rejects(first.outbox.send({ key: "pay", to: TO, value: 3n }), { code: "outbox_closed" });
    await reached;
    await first.close();
    await sending;
    stage.rpc.state.hook = undefined;
    const elsewhere = await stage.open();
    const foreign = await elsewhere.outbox.send({ key: "other", to: TO, value: 100n });
    await elsewhere.close();

    const second = await stage.open(path);
    await second.outbox.resume();
    assert.equal((await stage.paid()) - before, 100n, "its block is not final yet");
    assert.equal(second.count("outbox_signed"), 0);
    await mineUntil(second.outbox.send({ key: "pay", to: TO, value: 3n }));
    assert.equal((await stage.paid()) - before, 103n);
    const [told] = second.lines.filter(({ event }) => event === "account_shared");
    assert.equal(told?.hash, foreign.transactionHash);
    const { shared } = await second.outbox.accountHealth();
    assert.match(shared ?? "", new RegExp(`used somewhere else too: transaction ${foreign.transactionHash}`));
    await second.close();
  });

  test("error: a deadline that is over refuses what is unsigned and cancels what is signed", async () => {
    const { outbox, lines, count, close } = await stage.open();
    const before = await stage.paid();
    const now = Number((await stage.direct.getBlock()).timestamp);
    await assert.rejects(outbox.send({ key: "late", to: TO, value: 1n, deadline: now - 1 }), {
      code: "deadline_passed",
    });
    await stage.setAutomine(false);
    // Above the ceiling of 500 gwei until the cancellation is out.
    const [high, low] = [600_000_000_000n, 1_000_000_000n];
    await stage.setBaseFee(high);
    await stage.mine();
    const end = assert.rejects(outbox.send({ key: "slow", to: TO, value: 1n, deadline: now + 5 }), {
      code: "transaction_cancelled",
    });
    await until(() => count("outbox_signed") === 1);
    await mineUntil(end, () => stage.setBaseFee(lines.some(({ kind }) => kind === "cancel") ? low : high));
    assert.equal(await outbox.stateOf("slow"), "cancelled");
    assert.equal(await stage.paid(), before);
    await stage.setAutomine(true);
    await outbox.send({ key: "after", to: TO, value: 2n });
    assert.equal((await stage.paid()) - before, 2n);
    await close();
  });

  test("behavior: killed by the system while the reply to a broadcast is out, the next process pays nothing twice", async () => {
    const path = join(home, "killed.db");
    const before = await stage.paid();
    const { promise: taken, resolve: take } = Promise.withResolvers<void>();
    stage.rpc.state.hook = async (call, forward) => {
      const answer = await forward();
      if (call.method !== "eth_sendRawTransaction") return answer;
      take();
      return await new Promise(() => undefined);
    };
    const here = (file: string): string => JSON.stringify(new URL(file, import.meta.url).href);
    const code = `
      import { privateKeyToAccount } from "viem/accounts";
      import { createChainClient } from ${here("../clients.ts")};
      import { openDatabase } from ${here("../../database.ts")};
      import { silentLogger } from ${here("../../log.ts")};
      import { outboxMigrations } from ${here("./migrations.ts")};
      import { createOutbox } from ${here("./outbox.ts")};
      const db = await openDatabase(${JSON.stringify(path)}, outboxMigrations);
      const client = createChainClient({ chainId: ${CHAIN_ID}, rpcUrl: ${JSON.stringify(stage.rpc.url)} });
      const account = privateKeyToAccount("${ACCOUNT.privateKey}");
      await createOutbox({ db, client, account, log: silentLogger }).send({ key: "pay", to: "${TO}", value: 6n });`;
    const child = spawn(process.execPath, ["--input-type=module", "-e", code], {
      cwd: new URL(".", import.meta.url),
      stdio: "inherit",
    });
    await taken;
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGKILL");
    await gone;
    stage.rpc.state.hook = undefined;

    const { outbox, count, close } = await stage.open(path);
    assert.equal(await outbox.resume(), 1);
    await outbox.send({ key: "pay", to: TO, value: 6n });
    assert.equal((await stage.paid()) - before, 6n);
    assert.equal(count("outbox_signed"), 0);
    await close();
  });
});
