/**
 * Discards found by the SDK against the contract: a thousand random leaf sets, honest and broken, are posted on a real
 * chain. A proof must be found, and taken, exactly when an independent look at the leaves says that something is wrong.
 */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import {
  type Abi,
  type Address,
  createTestClient,
  encodeFunctionData,
  getAddress,
  type Hex,
  http,
  keccak256,
  numberToHex,
  publicActions,
  toHex,
  walletActions,
  zeroAddress,
} from "viem";
import { foundry } from "viem/chains";
import { local } from "../../../ignition/parameters/local.ts";
import { receiptOf } from "../../../research/bench/gas/receipt.ts";
import { type Discard, findDiscard } from "../../../sdk/src/hashing/discards.ts";
import {
  claimTreeOfHashes,
  PADDING_LEAF,
  type RewardLeaf,
  rewardDepth,
  rewardLeaf,
  rewardsSumTree,
} from "../../../sdk/src/hashing/reward-trees.ts";
import { withChain } from "../../support/scratchChain.ts";

const SETS = 1_000;
const TIMEOUT_MS = 10 * 60_000;
const ARTIFACTS = join(import.meta.dirname, "..", "..", "..", "artifacts", "contracts");
/** Anvil's first account, which it signs for. */
const SENDER = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";
const CALL_GAS = 5_000_000n;
const POLL_MS = 2;

type Leaves = { leaves: RewardLeaf[]; depth: number };
type Posting = Leaves & { claimHashes: Hex[] };

/** Numbers from a seed, so that a failure can be run again. */
function numbers(seed: string) {
  let state = keccak256(toHex(seed));
  return (below: number): number => {
    state = keccak256(state);
    return Number(BigInt(state) % BigInt(below));
  };
}

async function connect(rpcUrl: string) {
  const client = createTestClient({ mode: "anvil", chain: foundry, transport: http(rpcUrl), pollingInterval: 10 })
    .extend(publicActions)
    .extend(walletActions);
  const deploy = async (source: string, args: unknown[]): Promise<{ address: Address; abi: Abi }> => {
    const text = await readFile(join(ARTIFACTS, `${source}.sol`, `${source.split("/").at(-1)}.json`), "utf8");
    const { abi, bytecode } = JSON.parse(text) as { abi: Abi; bytecode: Hex };
    const hash = await client.deployContract({ abi, bytecode, args, account: SENDER });
    const { contractAddress } = await receiptOf(client, hash);
    assert.ok(contractAddress);
    return { address: contractAddress, abi };
  };
  const token = await deploy("token/AssayToken", [SENDER]);
  const params = await deploy("governance/ProtocolParams", [SENDER, SENDER, local.paramSet, local.gates]);
  const rewards = await deploy("reward/RewardDistributor", [token.address, params.address, SENDER]);
  const send = async (to: { address: Address; abi: Abi }, functionName: string, args: readonly unknown[]) => {
    const data = encodeFunctionData({ abi: to.abi, functionName, args });
    const hash = await client.sendTransaction({ account: SENDER, to: to.address, data, gas: CALL_GAS });
    // Asked for here and not waited for block by block: anvil mines at once, and may have done so before the first look.
    for (;;) {
      const receipt = await client.getTransactionReceipt({ hash }).catch(() => undefined);
      if (receipt === undefined) await delay(POLL_MS);
      else return assert.equal(receipt.status, "success", functionName);
    }
  };
  await send(token, "approve", [rewards.address, 10n ** 27n]);
  await send(rewards, "fund", [10n ** 24n, keccak256("0x01"), "bafystatement"]);
  return { client, token: token.address, rewards, send };
}

type Chain = Awaited<ReturnType<typeof connect>>;

async function post({ client, rewards, send }: Chain, { leaves, depth, claimHashes }: Posting): Promise<void> {
  const { left, right } = rewardsSumTree(leaves, depth);
  const { top } = claimTreeOfHashes(claimHashes, depth);
  const asOfBlock = (await client.getBlockNumber({ cacheTime: 0 })) - 1n;
  const input = { top, left, right, depth, asOfBlock, attributionHash: keccak256("0x02"), cid: "bafyepoch" };
  await send(rewards, "postEpoch", [input]);
}

/** Whether the contract takes a discard; anything but its own refusals is a fault of the test. */
async function isTaken({ client, rewards }: Chain, discard: Discard): Promise<boolean> {
  try {
    await client.simulateContract({ ...rewards, ...discard, account: SENDER, gas: CALL_GAS });
    return true;
  } catch (error) {
    assert.match(String(error), /BadProof|NoFault|NoEpoch/);
    return false;
  }
}

/** A few accounts by address, and one that keeps every total above the last. */
function randomLeaves(next: (below: number) => number, token: Address): RewardLeaf[] {
  const chosen = Array.from({ length: 10 }, (_, i) => i + 1).filter(() => next(2) === 1);
  const leaves = chosen.map((n) => ({
    account: getAddress(numberToHex(n * 1_000_003, { size: 20 })),
    token,
    cumulative: BigInt(next(4)) * 10n ** 15n,
  }));
  const last = getAddress(numberToHex(0xffff_ffffn, { size: 20 }));
  return [...leaves, { account: last, token, cumulative: 10n ** 18n }];
}

const totalOf = ({ leaves }: Leaves): bigint => leaves.reduce((sum, { cumulative }) => sum + cumulative, 0n);

/** An epoch that follows `before`: honest, or broken in one or two of the ways there are. */
function nextPosting(next: (below: number) => number, token: Address, before: Leaves): Posting {
  const fresh = randomLeaves(next, token);
  const merged = new Map(before.leaves.map((leaf) => [leaf.account, { ...leaf }]));
  for (const leaf of fresh) {
    const old = merged.get(leaf.account)?.cumulative ?? 0n;
    merged.set(leaf.account, { ...leaf, cumulative: old + leaf.cumulative });
  }
  const leaves = [...merged.values()].sort((a, b) => (BigInt(a.account) < BigInt(b.account) ? -1 : 1));
  const pick = () => next(leaves.length);
  const hashes: ((all: Hex[]) => void)[] = [];
  const breaks: (() => void)[] = [
    () => {
      const [i, j] = [pick(), pick()];
      const [a, b] = [leaves[i], leaves[j]];
      if (a !== undefined && b !== undefined) [leaves[i], leaves[j]] = [b, a];
    },
    () => void leaves.splice(pick(), 0, { ...(leaves[pick()] ?? PADDING_LEAF) }),
    () => void Object.assign(leaves[pick()] ?? {}, { token: SENDER }),
    () => void Object.assign(leaves[pick()] ?? {}, { account: zeroAddress }),
    () => {
      // Not the last account, which keeps the total up.
      const old = before.leaves[next(before.leaves.length - 1)];
      const leaf = leaves.find(({ account }) => account === old?.account);
      if (leaf !== undefined && old !== undefined && old.cumulative > 0n) leaf.cumulative = old.cumulative - 1n;
    },
    () => void (leaves.length > 1 && leaves.splice(next(leaves.length - 1), 1)),
    () => void hashes.push((all) => void all.splice(next(all.length), 1, keccak256(toHex(`forged ${next(1_000)}`)))),
    () => void hashes.push((all) => void all.push(keccak256("0x03"))),
  ];
  for (let n = next(3); n > 0; n--) breaks[next(breaks.length)]?.();
  const copies = leaves.map((leaf) => ({ ...leaf }));
  const claimHashes = copies.map(rewardLeaf);
  for (const change of hashes) change(claimHashes);
  return { leaves: copies, depth: rewardDepth(claimHashes.length) + next(2), claimHashes };
}

/** The independent look: by sets and maps, with no tree in sight. */
function isWrong({ leaves, claimHashes }: Posting, before: Leaves, token: Address): boolean {
  const formed = leaves.every((leaf) => leaf.token === token && leaf.account !== zeroAddress);
  const numbers = leaves.map(({ account }) => BigInt(account));
  const sorted = [...new Set(numbers)].sort((a, b) => (a < b ? -1 : 1));
  const inOrder = sorted.length === numbers.length && sorted.every((number, i) => number === numbers[i]);
  const same = claimHashes.length === leaves.length && leaves.every((leaf, i) => rewardLeaf(leaf) === claimHashes[i]);
  const now = new Map(leaves.map(({ account, cumulative }) => [account, cumulative]));
  const kept = before.leaves.every(({ account, cumulative }) => (now.get(account) ?? 0n) >= cumulative);
  return !(formed && inOrder && same && kept);
}

/** Proofs an attacker could think of against an honest epoch. */
function attempts(next: (below: number) => number, posting: Posting, before: Leaves): Discard[] {
  const now = rewardsSumTree(posting.leaves, posting.depth);
  const past = rewardsSumTree(before.leaves, before.depth);
  const claims = claimTreeOfHashes(posting.claimHashes, posting.depth);
  const [i, j] = [next(posting.leaves.length), next(before.leaves.length)];
  const pad = Math.min(posting.leaves.length, 2 ** posting.depth - 1);
  const old = past.leafProof(j);
  const node = { level: 0, index: BigInt(i), sum: posting.leaves[i]?.cumulative ?? 0n, path: now.path(i) };
  const gap = posting.leaves.findIndex(({ account }) => BigInt(account) >= BigInt(old.leaf.account));
  const left = gap > 0 ? now.leafProof(gap - 1) : { leaf: PADDING_LEAF, path: [] };
  return [
    { functionName: "discardLeaf", args: [node, posting.leaves[i] ?? PADDING_LEAF] },
    { functionName: "discardOrder", args: [BigInt(pad - 1), now.leafProof(pad - 1), now.leafProof(pad)] },
    { functionName: "discardOrder", args: [BigInt(i), now.leafProof(i), now.leafProof(Math.max(i - 1, 0))] },
    {
      functionName: "discardMismatch",
      args: [BigInt(i), now.leafProof(i), posting.claimHashes[i] ?? "0x", claims.proof(i)],
    },
    { functionName: "discardFallen", args: [BigInt(j), old, BigInt(gap), now.leafProof(gap)] },
    { functionName: "discardMissing", args: [BigInt(j), old, BigInt(gap), left, now.leafProof(gap)] },
  ];
}

test("discards: found and taken exactly when something is wrong", { timeout: TIMEOUT_MS }, async () => {
  await withChain(async ({ rpcUrl }) => {
    const chain = await connect(rpcUrl);
    const { client, token, rewards, send } = chain;
    const next = numbers("assay discards");
    const leaves = randomLeaves(next, token);
    let before: Leaves = { leaves, depth: rewardDepth(leaves.length) };
    const finish = async () => {
      await client.increaseTime({ seconds: 60 });
      await client.mine({ blocks: 1 });
    };
    await post(chain, { ...before, claimHashes: leaves.map(rewardLeaf) });
    await finish();
    const seen = new Map<string, number>();
    for (let set = 0; set < SETS; set++) {
      const posting = nextPosting(next, token, before);
      // Breaking a set may take its total back, which the contract does not let anyone post.
      if (totalOf(posting) <= totalOf(before)) continue;
      await post(chain, posting);
      const discard = findDiscard(posting, before, token);
      const name = discard?.functionName ?? "honest";
      seen.set(name, (seen.get(name) ?? 0) + 1);
      assert.equal(discard !== undefined, isWrong(posting, before, token), `set ${set}: found ${name}`);
      if (discard !== undefined) {
        await send(rewards, discard.functionName, discard.args);
        continue;
      }
      for (const attempt of attempts(next, posting, before))
        assert.equal(
          await isTaken(chain, attempt),
          false,
          `set ${set}: ${attempt.functionName} against an honest epoch`,
        );
      await finish();
      before = posting;
    }
    for (const name of ["honest", "discardLeaf", "discardOrder", "discardMismatch", "discardFallen", "discardMissing"])
      assert.ok((seen.get(name) ?? 0) >= SETS / 100, `${name} came up ${seen.get(name)} times`);
  });
});
