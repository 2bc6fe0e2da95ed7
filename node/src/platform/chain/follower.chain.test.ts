import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import {
  type Address,
  createTestClient,
  createWalletClient,
  encodeEventTopics,
  getContractAddress,
  type Hex,
  http,
  parseAbi,
} from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { localAccount } from "../../../../scripts/stack/chain.ts";
import { type Anvil, startAnvil } from "../../../../test/support/anvil.ts";
import { answered, startFaultyRpc } from "../../../../test/support/faultyRpc.ts";
import { until } from "../../../../test/support/until.ts";
import { openDatabase } from "../database.ts";
import { silentLogger } from "../log.ts";
import { type ChainClient, chainOf, createChainClient } from "./clients.ts";
import { followEvents } from "./follower.ts";
import { followerMigrations } from "./followerStore.ts";

const abi = parseAbi(["event Pinged(uint256 indexed number)"]);
/** Runtime code that logs Pinged(first word of the call data): PUSH0 CALLDATALOAD PUSH32 topic PUSH0 PUSH0 LOG2 STOP. */
function pinger(): Hex {
  const [topic] = encodeEventTopics({ abi, eventName: "Pinged" });
  const runtime = `5f357f${topic.slice(2)}5f5fa200`;
  const size = (runtime.length / 2).toString(16).padStart(2, "0");
  return `0x60${size}600a5f3960${size}5ff3${runtime}`;
}

describe("follower", () => {
  let anvil: Anvil;
  let client: ChainClient;
  let address: Address;
  const account = privateKeyToAccount(localAccount("deployer").privateKey);

  before(async () => {
    anvil = await startAnvil();
    client = createChainClient({ chainId: 31337, rpcUrl: anvil.rpcUrl });
    address = await deploy(pinger());
  });
  after(() => anvil.close());

  const wallet = () =>
    createWalletClient({
      account,
      chain: chainOf({ chainId: 31337, rpcUrl: anvil.rpcUrl }),
      transport: http(anvil.rpcUrl),
    });

  async function deploy(data: Hex): Promise<Address> {
    const nonce = await client.getTransactionCount({ address: account.address });
    const hash = await wallet().sendTransaction({ data });
    await client.waitForTransactionReceipt({ hash });
    return getContractAddress({ from: account.address, nonce: BigInt(nonce) });
  }

  async function ping(number: bigint): Promise<void> {
    const hash = await wallet().sendTransaction({ to: address, data: `0x${number.toString(16).padStart(64, "0")}` });
    await client.waitForTransactionReceipt({ hash });
  }

  test("default: sees each event once over a restart, and again when the handler failed", async () => {
    const db = await openDatabase(":memory:", followerMigrations);
    const seen: bigint[] = [];
    let fail = true;
    const start = (signal: AbortSignal) =>
      followEvents({
        client,
        db,
        name: "pings",
        addresses: [address],
        abi,
        startBlock: 0n,
        signal,
        log: silentLogger,
        onLogs(logs) {
          if (fail) {
            fail = false;
            throw new Error("disk full");
          }
          for (const log of logs) seen.push(log.args.number);
        },
      });
    await ping(1n);
    const first = new AbortController();
    const running = start(first.signal);
    await running.caughtUp;
    first.abort();
    await running.done;
    assert.deepEqual(seen, [1n]);

    await ping(2n);
    const second = new AbortController();
    const again = start(second.signal);
    await again.caughtUp;
    second.abort();
    await again.done;
    assert.deepEqual(seen, [1n, 2n]);
    await db.close();
  });

  test("reorg: goes on from the newest block of both branches and tells which that is, over a faulty RPC", async () => {
    const proxy = await startFaultyRpc(anvil.rpcUrl);
    // Half of the lists of logs come back empty.
    let turn = 0;
    proxy.state.hook = async (call, forward) => {
      const answer = await forward();
      return call.method === "eth_getLogs" && turn++ % 2 === 0 ? answered(call, []) : answer;
    };
    const tester = createTestClient({ mode: "anvil", chain: client.chain, transport: http(anvil.rpcUrl) });
    const db = await openDatabase(":memory:", followerMigrations);
    const told: string[] = [];
    const stop = new AbortController();
    const follower = followEvents({
      client: createChainClient({ chainId: 31337, rpcUrl: proxy.url }),
      db,
      name: "pings",
      addresses: [address],
      abi,
      startBlock: 0n,
      signal: stop.signal,
      log: silentLogger,
      onLogs(logs) {
        for (const log of logs) told.push(`${log.args.number}`);
      },
      onRewind: async (ancestor) => void told.push(`back to ${ancestor}`),
    });
    const seen = (last: string) =>
      until(
        last,
        () => (told.includes(last) ? true : undefined),
        20,
        () => told,
      );
    await ping(10n);
    await seen("10");
    const fork = await client.getBlockNumber({ cacheTime: 0 });
    const snapshot = await tester.snapshot();
    await ping(11n);
    await seen("11");
    await tester.revert({ id: snapshot });
    await tester.increaseTime({ seconds: 5 });
    await ping(12n);
    await ping(13n);
    await seen("13");
    assert.deepEqual(told.slice(told.indexOf("10")), ["10", "11", `back to ${fork}`, "12", "13"]);
    assert.equal(follower.watch.health().block?.number, Number(fork) + 2);
    stop.abort();
    await follower.done;
    await db.close();
    await proxy.close();
  });
});
