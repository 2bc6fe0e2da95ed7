/** What no real chain does on demand: a pool that nobody shows, a network that changes, a wallet that hangs. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { type Address, createClient, custom, type Hex, hexToNumber, numberToHex } from "viem";
import type { Intent } from "../replacement.ts";
import { waitForTransaction } from "./wait-for-transaction.ts";

const ADA: Address = `0x${"a".repeat(40)}`;
const SHOP: Address = `0x${"b".repeat(40)}`;
const hashOf = (digit: string): Hex => `0x${digit.repeat(64)}`;
const [OURS, OTHER] = [hashOf("1"), hashOf("2")];
const sent: Intent = { from: ADA, nonce: 7, to: SHOP, value: 0n, input: "0x1234" };

type Mined = { hash: Hex; nonce: number; to: Address; input: Hex };

/** A chain as an RPC server shows it. Each look moves it on by what `afterLook` does. */
class ShownChain {
  head = 1000;
  readonly blocks = new Map<number, Mined>();
  /** nonces that the account used, mined and waiting */
  next = 7;
  pending = 8;
  /** our transaction, while the server shows it */
  shown: Mined | undefined;
  readonly asked: string[] = [];
  afterLook: (chain: ShownChain) => void = () => undefined;

  mine(at: number, mined: Mined): void {
    this.blocks.set(at, mined);
    this.next = mined.nonce + 1;
    this.pending = Math.max(this.pending, this.next);
  }

  client(overrides: Record<string, () => unknown> = {}) {
    const request = async ({ method, params = [] }: { method: string; params?: unknown[] }) => {
      this.asked.push(method);
      return overrides[method] === undefined ? this.#answer(method, params) : await overrides[method]();
    };
    return createClient({ transport: custom({ request }, { retryCount: 0 }), pollingInterval: 1 });
  }

  countOf = (method: string): number => this.asked.filter((one) => one === method).length;

  #answer(method: string, [first, second]: unknown[]): unknown {
    switch (method) {
      case "eth_getTransactionReceipt": {
        this.afterLook(this);
        const [at] = [...this.blocks].find(([, { hash }]) => hash === first) ?? [];
        return at === undefined
          ? null
          : { transactionHash: first, status: "0x1", blockNumber: numberToHex(at), logs: [], type: "0x2" };
      }
      case "eth_getTransactionByHash":
        return this.shown === undefined ? null : this.#full(this.shown);
      case "eth_blockNumber":
        return numberToHex(this.head);
      case "eth_getTransactionCount":
        return numberToHex(second === "pending" ? this.pending : this.next);
      case "eth_getBlockByNumber": {
        const number = hexToNumber(first as Hex);
        const mined = this.blocks.get(number);
        return { number: first, transactions: mined === undefined ? [] : [this.#full(mined, number)] };
      }
      default:
        throw new Error(`The test's chain does not answer ${method}.`);
    }
  }

  #full = ({ hash, nonce, to, input }: Mined, at?: number) => ({
    ...{ hash, to, input, from: ADA, nonce: numberToHex(nonce), value: "0x0", gas: "0x1", type: "0x2" },
    blockNumber: at === undefined ? null : numberToHex(at),
  });
}

const own = (nonce: number): Mined => ({ hash: OURS, nonce, to: SHOP, input: "0x1234" });
const stranger: Mined = { hash: OTHER, nonce: 7, to: SHOP, input: "0xffff" };

test("behavior: a nonce that was guessed one too low does not make the transaction a replaced one", async () => {
  const chain = new ShownChain();
  chain.mine(1000, stranger);
  let looks = 0;
  // Ours waits where nobody shows it, and is mined four blocks after the one that was there before it.
  chain.afterLook = () => {
    looks += 1;
    if (looks % 10 === 0) chain.head += 1;
    if (looks === 40) chain.mine(chain.head, own(8));
  };
  const receipt = await waitForTransaction(chain.client(), { hash: OURS, sent });
  assert.equal(receipt.transactionHash, OURS);
  assert.ok(looks >= 40);
});

test("behavior: once the account has sent more, the guess proves nothing, and patience ends it", async () => {
  const chain = new ShownChain();
  chain.mine(1000, stranger);
  chain.pending = 9;
  chain.afterLook = () => {
    chain.head += 1;
    if (chain.head > 1005) chain.pending = 8;
  };
  const waiting = waitForTransaction(chain.client(), { hash: OURS, sent, patienceMs: 100 });
  await assert.rejects(waiting, { code: "TRANSACTION_PENDING", hash: OURS });
});

test("error: a different one at the guessed nonce, five blocks ago, with nothing sent since", async () => {
  const chain = new ShownChain();
  chain.mine(1000, stranger);
  chain.afterLook = () => {
    chain.head += 1;
  };
  const waiting = waitForTransaction(chain.client(), { hash: OURS, sent });
  await assert.rejects(waiting, { code: "TRANSACTION_REPLACED", replacedBy: OTHER });
  assert.equal(chain.head, 1005);
});

test("behavior: where the head jumps far ahead, no look reads more than 512 blocks", async () => {
  const chain = new ShownChain();
  chain.shown = own(7);
  let looks = 0;
  chain.afterLook = () => {
    looks += 1;
    if (looks !== 2) return;
    chain.head = 20_000_000;
    chain.next = 8;
  };
  const waiting = waitForTransaction(chain.client(), { hash: OURS, patienceMs: 300 });
  await assert.rejects(waiting, { code: "TRANSACTION_PENDING" });
  assert.ok(looks > 2);
  assert.ok(
    chain.countOf("eth_getBlockByNumber") <= 512 + 8 * looks,
    `${chain.countOf("eth_getBlockByNumber")} blocks`,
  );
});

test("behavior: after a head far below, as of another network, the nonce is still found", async () => {
  const chain = new ShownChain();
  chain.shown = own(7);
  chain.head = 20_000_000;
  let looks = 0;
  chain.afterLook = () => {
    looks += 1;
    if (looks !== 3) return;
    chain.head = 1000;
    chain.mine(990, stranger);
  };
  const waiting = waitForTransaction(chain.client(), { hash: OURS });
  await assert.rejects(waiting, { code: "TRANSACTION_REPLACED", replacedBy: OTHER });
});

for (const method of ["eth_getTransactionReceipt", "eth_blockNumber", "eth_getBlockByNumber"]) {
  test(`behavior: patience holds while ${method} is never answered, and a later wait is not held up`, async () => {
    const chain = new ShownChain();
    chain.mine(990, stranger);
    chain.shown = own(7);
    let isHung = true;
    const never = new Promise<never>(() => undefined);
    const client = chain.client({ [method]: () => (isHung ? never : Promise.reject(new Error("It is back."))) });
    const began = Date.now();
    const waiting = waitForTransaction(client, { hash: OURS, patienceMs: 50 });
    await assert.rejects(waiting, { code: "TRANSACTION_PENDING" });
    assert.ok(Date.now() - began < 5_000);
    isHung = false;
    await assert.rejects(waitForTransaction(client, { hash: OURS, patienceMs: 50 }), (error: Error) => {
      assert.match(String((error.cause as Error).message), /It is back/);
      return true;
    });
  });
}
