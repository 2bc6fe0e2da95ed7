import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { createWalletClient, custom, type Hex, numberToHex, parseEther } from "viem";
import { sendTransaction } from "viem/actions";
import { foundry } from "viem/chains";
import { walletOf } from "../../../../test/support/cast.ts";
import { chainAt } from "../../../../test/support/chainAt.ts";
import { TransactionError } from "../../errors/transaction-error.ts";
import { openWithdrawal } from "../payments/open-withdrawal.ts";
import { waitForTransaction } from "./wait-for-transaction.ts";

const GWEI = 1_000_000_000n;
const FASTER = { maxFeePerGas: 100n * GWEI, maxPriorityFeePerGas: 50n * GWEI, gas: 300_000n };

/** Its own block, and those that make a guessed nonce sure: it may be replaced before it is seen for the first time. */
const SURE_BLOCKS = 6;

type Request = (call: { method: string; params?: unknown }) => Promise<unknown>;
/** What a server answers instead of the chain; undefined lets the chain answer. */
type Lie = (method: string) => { answer: unknown } | undefined;

let chain: Awaited<ReturnType<typeof chainAt>>;
// Tests of actions share a process, and so this hook: most of them have not touched the chain of this file.
afterEach(async () => {
  if (chain !== undefined) await chain.client.setAutomine(true);
});

/** The application's withdrawal, sent and not mined. The server behind its wallet may lie. */
async function pendingWithdrawal(lie: Lie = () => undefined, patienceMs = 60_000) {
  chain = await chainAt("channel");
  const { client, rpcUrl, deployment, address } = chain;
  await client.setAutomine(false);
  const own = walletOf(rpcUrl, "app");
  const request: Request = async (call) => {
    const lied = lie(call.method);
    return lied === undefined ? await (own.request as Request)(call) : lied.answer;
  };
  const { account } = own;
  const wallet = createWalletClient({ account, chain: foundry, transport: custom({ request }), pollingInterval: 10 });
  const nonce = await client.getTransactionCount({ address: account.address });
  const payee = address("gateway");
  const done = openWithdrawal(
    wallet.extend(() => ({ patienceMs })),
    { deployment, payee },
  );
  // Each test looks at it in its own time.
  done.catch(() => undefined);
  const sent = await inPool();
  const replace = (call: { to: Hex; data?: Hex; value?: bigint }): Promise<Hex> =>
    sendTransaction(own, { account, chain: foundry, nonce, ...FASTER, ...call });
  return { done, sent, replace, self: account.address, mine: (blocks = 1) => client.mine({ blocks }) };
}

async function inPool(): Promise<{ hash: Hex; to: Hex; input: Hex }> {
  for (;;) {
    const { pending } = await chain.client.getTxpoolContent();
    const [sent] = Object.values(pending).flatMap((ofAccount) => Object.values(ofAccount));
    if (sent?.to) return { hash: sent.hash, to: sent.to, input: sent.input };
  }
}

const endsWith = (done: Promise<unknown>, code: string, hash: Hex, replacedBy?: Hex) =>
  assert.rejects(done, (error) => {
    assert.ok(error instanceof TransactionError, String(error));
    assert.deepEqual([error.code, error.hash, error.replacedBy], [code, hash, replacedBy]);
    assert.match(`${error.message} ${error.hint}`, /\.$/);
    return true;
  });

test("default: a transaction that its sender sped up succeeds with the faster one's receipt", async () => {
  const { done, sent, replace, mine } = await pendingWithdrawal();
  const faster = await replace({ to: sent.to, data: sent.input });
  await mine();
  const { hash, withdrawAt } = await done;
  assert.equal(hash, faster);
  assert.ok(withdrawAt > 0n);
});

test("error: cancelled in the wallet", async () => {
  const { done, sent, replace, self, mine } = await pendingWithdrawal();
  const by = await replace({ to: self });
  await mine(SURE_BLOCKS);
  await endsWith(done, "TRANSACTION_CANCELLED", sent.hash, by);
});

test("error: replaced by something else, which is named", async () => {
  const { done, sent, replace, mine } = await pendingWithdrawal();
  const by = await replace({ to: chain.address("ada"), value: parseEther("1") });
  await mine(SURE_BLOCKS);
  await endsWith(done, "TRANSACTION_REPLACED", sent.hash, by);
  await assert.rejects(done, new RegExp(by));
});

test("error: patience ends before it is mined, and the same transaction can be waited for again", async () => {
  const { done, sent, mine } = await pendingWithdrawal(undefined, 50);
  await endsWith(done, "TRANSACTION_PENDING", sent.hash);
  const again = waitForTransaction(chain.wallet("ada"), { hash: sent.hash });
  await mine();
  assert.equal((await again).status, "success");
});

test("behavior: a missing receipt whose nonce was used is waited for, not called replaced", async () => {
  let looks = 0;
  const { done, sent, mine } = await pendingWithdrawal((method) =>
    method === "eth_getTransactionReceipt" && ++looks < 30 ? { answer: null } : undefined,
  );
  await mine();
  assert.equal((await done).hash, sent.hash);
  assert.ok(looks >= 30);
});

test("behavior: a server whose blocks lag behind its nonces is waited for", async () => {
  let looks = 0;
  const { done, sent, mine } = await pendingWithdrawal((method) => {
    if (method === "eth_getTransactionReceipt" && looks < 20) return { answer: null };
    if (method === "eth_getTransactionCount" && ++looks < 20) return { answer: numberToHex(1_000) };
    return undefined;
  });
  await mine();
  assert.equal((await done).hash, sent.hash);
});

test("behavior: a server that fails after the transaction went out is asked again", async () => {
  let failures = 0;
  const { done, sent, mine } = await pendingWithdrawal((method) => {
    if (method !== "eth_getTransactionReceipt" || ++failures > 5) return undefined;
    throw new Error("502 Bad Gateway");
  });
  await mine();
  assert.equal((await done).hash, sent.hash);
});

for (const code of ["TRANSACTION_CANCELLED", "sped up"]) {
  test(`behavior: ${code}, behind a server that never showed the transaction`, async () => {
    const hide: Lie = (method) => (method === "eth_getTransactionByHash" ? { answer: null } : undefined);
    const { done, sent, replace, self, mine } = await pendingWithdrawal(hide);
    const by = await replace(code === "sped up" ? { to: sent.to, data: sent.input } : { to: self });
    await mine(SURE_BLOCKS);
    if (code === "sped up") assert.equal((await done).hash, by);
    else await endsWith(done, code, sent.hash, by);
  });
}

test("behavior: the one that took its place is found many blocks later", async () => {
  let isAway = true;
  const { done, sent, replace, self, mine } = await pendingWithdrawal((method) => {
    if (method === "eth_getTransactionReceipt" && isAway) throw new Error("The line is down.");
    return undefined;
  });
  const by = await replace({ to: self });
  await mine(40);
  isAway = false;
  await endsWith(done, "TRANSACTION_CANCELLED", sent.hash, by);
});
