import assert from "node:assert/strict";
import { test } from "node:test";
import { type Address, type Hash, numberToHex, type TransactionReceipt } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import type { Block, BlockTransaction, OutboxChain } from "./chain.ts";
import { fateOf, findReceipt } from "./receipts.ts";
import type { Attempt, OutboxRow } from "./rows.ts";
import { whoUsed } from "./whoUsed.ts";

const ACCOUNT: Address = "0x00000000000000000000000000000000000a55a1";
const hashOf = (number: number, fork = 0): Hash => numberToHex(fork * 1_000_000 + number, { size: 32 });
const TX = numberToHex(0xf00d, { size: 32 });

interface Fork {
  /** first block that differs from the winning chain */
  from: number;
  transactions: Map<number, BlockTransaction[]>;
}

/** A chain of `length` blocks. With a fork, blocks from its first one on are shown as it has them. */
function chainOf(length: number, transactions: Map<number, BlockTransaction[]>, fork?: Fork, isPruned = false) {
  const isOn = (number: number): boolean => fork !== undefined && number >= fork.from;
  const block = (number: number): Block => ({
    number: BigInt(number),
    hash: hashOf(number, isOn(number) ? 1 : 0),
    parentHash: hashOf(number - 1, isOn(number - 1) ? 1 : 0),
    timestamp: BigInt(number),
    baseFee: 1n,
  });
  const all = (number: number) => (isOn(number) ? fork?.transactions : transactions)?.get(number) ?? [];
  const nonceAt = (number: number): number =>
    Array.from({ length: number + 1 }, (_, at) => all(at).filter(({ from }) => from === ACCOUNT).length).reduce(
      (sum, one) => sum + one,
      0,
    );
  const asked: bigint[] = [];
  const chain: Partial<OutboxChain> = {
    block: async (number) => (number < length ? block(Number(number)) : undefined),
    fullBlock: async (number) => ({ block: block(Number(number)), transactions: all(Number(number)) }),
    async nonce(at) {
      asked.push(at as bigint);
      if (isPruned && Number(at) < length - 1) throw new Error("missing trie node");
      return nonceAt(Number(at));
    },
  };
  return { chain: chain as OutboxChain, asked };
}

const winning = (length: number): Block => ({
  number: BigInt(length - 1),
  hash: hashOf(length - 1),
  parentHash: hashOf(length - 2),
  timestamp: 0n,
  baseFee: 1n,
});
const call = { to: ACCOUNT, input: "0xabcd" as const, value: 5n };
const mined = (nonce: number): BlockTransaction => ({ hash: TX, from: ACCOUNT, nonce, ...call });
const found = (block: bigint) => ({ hash: TX, block, call: mined(0) });
const question = { account: ACCOUNT, nonce: 0, since: 990n };
const scanned = () => ({ upTo: 0n });

test("default: finds the block by halving, and the transaction in it", async () => {
  const { chain, asked } = chainOf(1_000, new Map([[700, [mined(0)]]]));
  const use = await whoUsed(chain, question, winning(1_000), scanned());
  assert.deepEqual(use, found(700n));
  assert.ok(asked.length < 40, `${asked.length} questions`);
});

test("behavior: nothing is proven while the finalised block has not used the nonce", async () => {
  const { chain } = chainOf(1_000, new Map());
  assert.equal(await whoUsed(chain, question, winning(1_000), scanned()), undefined);
});

test("behavior: a block of an abandoned fork proves nothing, even below the finalised one", async () => {
  const fork = { from: 950, transactions: new Map([[960, [mined(0)]]]) };
  const { chain } = chainOf(1_000, new Map(), fork);
  assert.equal(await whoUsed(chain, question, winning(1_000), scanned()), undefined);
});

test("behavior: an RPC that forgot old nonces is read block by block, some at every look", async () => {
  const { chain } = chainOf(1_000, new Map([[900, [mined(0)]]]), undefined, true);
  const progress = scanned();
  const looks = [];
  for (let look = 0; look < 4; look++)
    looks.push(await whoUsed(chain, { ...question, since: 928n }, winning(1_000), progress));
  assert.deepEqual(looks, [undefined, found(900n), found(900n), found(900n)], "below the block of signing too");
});

test("behavior: where even the finalised nonce is forgotten the blocks are read, and read again when none had it", async () => {
  const blocks = new Map<number, BlockTransaction[]>();
  const { chain } = chainOf(1_000, blocks);
  const forgetful = { ...chain, nonce: () => Promise.reject(new Error("missing trie node")) };
  const progress = scanned();
  const look = () => whoUsed(forgetful, { ...question, since: 950n }, winning(1_000), progress);
  for (let upTo = 822n; upTo < 999n; upTo += 64n) assert.equal(await look(), undefined);
  blocks.set(830, [mined(0)]);
  assert.deepEqual(await look(), found(830n));
});

test("behavior: a nonce used by an authorization is told, where the nonces count it and the account signed it", async () => {
  const owner = privateKeyToAccount(generatePrivateKey());
  const sign = (nonce: number, chainId = 0) => owner.signAuthorization({ address: ACCOUNT, chainId, nonce });
  const holding = async (...authorizations: ReturnType<typeof sign>[]) => {
    const other: BlockTransaction = { ...mined(7), from: TX.slice(0, 42) as Address };
    const blocks = new Map([[700, [{ ...other, authorizations: await Promise.all(authorizations) }]]]);
    const { chain } = chainOf(1_000, blocks);
    return { ...chain, id: 1, nonce: async (at: unknown) => (Number(at) >= 700 ? 1 : 0) };
  };
  const asked = { ...question, account: owner.address };
  const use = await whoUsed(await holding(sign(3), sign(0)), asked, winning(1_000), scanned());
  assert.deepEqual(use, { hash: TX, block: 700n, call: undefined });
  assert.equal(await whoUsed(await holding(sign(0)), question, winning(1_000), scanned()), undefined, "of another");
  assert.equal(await whoUsed(await holding(sign(0, 5)), asked, winning(1_000), scanned()), undefined, "elsewhere");
});

test("behavior: a receipt counts only if its block is on the chain", async () => {
  const { chain } = chainOf(1_000, new Map());
  const receiptIn = (blockHash: Hash) => ({
    ...chain,
    receipt: async (hash: Hash) => ({ transactionHash: hash, blockNumber: 5n, blockHash }) as TransactionReceipt,
  });
  const attempts = [{ hash: TX } as Attempt];
  assert.equal(await findReceipt(receiptIn(hashOf(5, 1)), attempts), undefined);
  assert.equal((await findReceipt(receiptIn(hashOf(5)), attempts))?.attempt.hash, TX);
});

test("behavior: a mined block is settled, stands, is lost, or not known", async () => {
  const row = (block: bigint, blockHash: Hash) => ({ block, blockHash }) as OutboxRow;
  const { chain } = chainOf(100, new Map());
  const final = (await chain.block(90n)) as Block;
  assert.equal(await fateOf(chain, row(80n, hashOf(80)), final), "settled");
  assert.equal(await fateOf(chain, row(95n, hashOf(95)), final), "standing");
  assert.equal(await fateOf(chain, row(95n, hashOf(95, 1)), final), "lost");
  assert.equal(await fateOf(chain, row(200n, hashOf(200)), final), "unknown");
  const forked = chainOf(100, new Map(), { from: 70, transactions: new Map() }).chain;
  assert.equal(await fateOf(forked, row(80n, hashOf(80, 1)), final), "standing", "of a fork that is not under it");
});
