import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { type Address, custom, type EIP1193RequestFn, type Hex, http } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { localAccount } from "../../../../scripts/stack/chain.ts";
import { type Anvil, startAnvil } from "../../../../test/support/anvil.ts";
import { openDatabase } from "../database.ts";
import { silentLogger } from "../log.ts";
import { type ChainClient, createChainClient } from "./clients.ts";
import { createOutbox } from "./outbox.ts";
import { outboxMigration } from "./outboxStore.ts";

const account = privateKeyToAccount(localAccount("deployer").privateKey);
const TO: Address = "0x00000000000000000000000000000000000a55a1";
/** Runtime code that always reverts, and its deployment. */
const REVERTING: Hex = "0x625f5ffd5f526003601df3";

class Killed extends Error {}

describe("outbox", () => {
  let anvil: Anvil;
  let home: string;
  let client: ChainClient;
  const config = () => ({ chainId: 31337, rpcUrl: anvil.rpcUrl });

  before(async () => {
    anvil = await startAnvil(["--chain-id", "31337"]);
    home = await mkdtemp(join(tmpdir(), "assay-outbox-"));
    client = createChainClient(config());
  });
  after(async () => {
    await anvil.close();
    await rm(home, { recursive: true, force: true });
  });

  /** A client whose process "dies" before or after the first `method`: from then on nothing gets through. */
  function dyingClient(method: string, when: "before" | "after"): ChainClient {
    let dead = false;
    const live = http(config().rpcUrl)({ retryCount: 0 });
    const request = (async (args: { method: string }) => {
      if (dead) throw new Killed();
      const hit = args.method === method;
      if (hit && when === "before") {
        dead = true;
        throw new Killed();
      }
      const result = await live.request(args as never);
      if (hit) {
        dead = true;
        throw new Killed();
      }
      return result;
    }) as EIP1193RequestFn;
    return createChainClient(config(), custom({ request }, { retryCount: 0 }));
  }

  const open = async (path: string, use: ChainClient) => {
    const db = await openDatabase(path, [outboxMigration]);
    return { db, outbox: createOutbox({ db, client: use, account, log: silentLogger }) };
  };

  test("default: sends once, and a second send of the key returns the same receipt", async () => {
    const { db, outbox } = await open(":memory:", client);
    const before = await client.getBalance({ address: TO });
    const first = await outbox.send({ key: "pay:1", to: TO, value: 5n });
    const second = await outbox.send({ key: "pay:1", to: TO, value: 5n });
    assert.equal(first.transactionHash, second.transactionHash);
    assert.equal((await client.getBalance({ address: TO })) - before, 5n);
    await db.close();
  });

  test("behavior: many at once get one nonce each", async () => {
    const { db, outbox } = await open(":memory:", client);
    const before = await client.getBalance({ address: TO });
    const receipts = await Promise.all(
      Array.from({ length: 8 }, (_, i) => outbox.send({ key: `many:${i}`, to: TO, value: 1n })),
    );
    assert.equal(new Set(receipts.map((r) => r.transactionHash)).size, 8);
    assert.equal((await client.getBalance({ address: TO })) - before, 8n);
    await db.close();
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
    test(`behavior: killed ${when} ${method}, a restart sends it exactly once`, async () => {
      const path = join(home, `${method}-${when}.db`);
      const before = await client.getBalance({ address: TO });
      const first = await open(path, dyingClient(method, when));
      await assert.rejects(first.outbox.send({ key: "pay", to: TO, value: 7n }));
      await first.db.close();

      const second = await open(path, client);
      await second.outbox.resume();
      await second.outbox.send({ key: "pay", to: TO, value: 7n });
      assert.equal((await client.getBalance({ address: TO })) - before, 7n);
      assert.equal(await second.outbox.stateOf("pay"), "mined");
      await second.db.close();
    });
  }

  test("behavior: a nonce used by someone else is replaced by the next one", async () => {
    const path = join(home, "nonce.db");
    const before = await client.getBalance({ address: TO });
    const first = await open(path, dyingClient("eth_sendRawTransaction", "before"));
    await assert.rejects(first.outbox.send({ key: "pay", to: TO, value: 3n }));
    await first.db.close();
    const other = await open(":memory:", client);
    await other.outbox.send({ key: "other", to: TO, value: 100n });
    await other.db.close();

    const second = await open(path, client);
    await second.outbox.resume();
    assert.equal((await client.getBalance({ address: TO })) - before, 103n);
    await second.db.close();
  });

  test("behavior: a transaction whose block the chain lost is sent again, the same bytes", async () => {
    const { db, outbox } = await open(":memory:", client);
    const snapshot = await client.request({ method: "evm_snapshot" } as never);
    const before = await client.getBalance({ address: TO });
    const first = await outbox.send({ key: "lost", to: TO, value: 9n });
    await client.request({ method: "evm_revert", params: [snapshot] } as never);
    assert.equal(await client.getBalance({ address: TO }), before);
    assert.equal(await outbox.resume(), 1);
    const again = await outbox.send({ key: "lost", to: TO, value: 9n });
    assert.equal(again.transactionHash, first.transactionHash);
    assert.equal((await client.getBalance({ address: TO })) - before, 9n);
    assert.equal(await outbox.resume(), 0);
    await db.close();
  });

  test("error: a call that reverts is refused before it is signed and may be tried again", async () => {
    const { db, outbox } = await open(":memory:", client);
    const deployer = createChainClient(config());
    const raw = await account.signTransaction({
      type: "eip1559",
      chainId: 31337,
      data: REVERTING,
      nonce: await deployer.getTransactionCount({ address: account.address }),
      gas: 200_000n,
      maxFeePerGas: 10_000_000_000n,
      maxPriorityFeePerGas: 1n,
    });
    const receipt = await deployer.waitForTransactionReceipt({
      hash: await deployer.sendRawTransaction({ serializedTransaction: raw }),
    });
    const to = receipt.contractAddress;
    assert.ok(to);
    await assert.rejects(outbox.send({ key: "bad", to, data: "0x12345678" }), {
      code: "transaction_reverted",
      status: 409,
    });
    assert.equal(await outbox.stateOf("bad"), undefined);
    await db.close();
  });
});
