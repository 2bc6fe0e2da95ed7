import { keccak_256 } from "@noble/hashes/sha3.js";
import { type Address, type Hex, zeroAddress } from "viem";
import { AssayError } from "../errors/assay-error.ts";
import { standardLeaf } from "./merkle.ts";
import { compareAddresses, type SumNode, sumLeaf, sumParent } from "./sum-tree.ts";
import { encodeWords, keccakHex, ZERO_HASH } from "./words.ts";

/** What an account may have claimed in all, token wei. */
export type RewardLeaf = { account: Address; token: Address; cumulative: bigint };

/** A node of the sum tree as RewardDistributor takes it. */
export type RewardSumNode = { hash: Hex; sum: bigint };

/** A leaf of the sum tree with its siblings from the leaf up; the padding leaf stands for an empty place. */
export type RewardLeafProof = { leaf: RewardLeaf; path: RewardSumNode[] };

/** An empty place of an epoch's trees. */
export const PADDING_LEAF: RewardLeaf = { account: zeroAddress, token: zeroAddress, cumulative: 0n };

/** Deepest tree RewardDistributor takes. */
export const MAX_REWARD_DEPTH = 32;

const EMPTY: SumNode = { hash: ZERO_HASH, sums: 0n };

/** Leaf (address account, address token, uint256 cumulative) of the claim tree. */
export function rewardLeaf(leaf: RewardLeaf): Hex {
  return standardLeaf([leaf.account, leaf.token, leaf.cumulative]);
}

/** Levels of the smallest trees with a place for each of `count` leaves; at least 1, since a root has two children. */
export function rewardDepth(count: number): number {
  let depth = 1;
  while (2 ** depth < count) depth++;
  return depth;
}

const pair = (left: Hex, right: Hex): Hex => keccakHex(keccak_256(encodeWords([left, right])));

/** Every level of a tree of 2^depth places, leaves first. Places beyond `leaves` are `levels[i].blank`. */
function buildLevels<node>(
  leaves: readonly node[],
  depth: number,
  empty: node,
  parent: (level: number, left: node, right: node) => node,
): { nodes: readonly node[]; blank: node }[] {
  if (leaves.length > 2 ** depth || depth < 1 || depth > MAX_REWARD_DEPTH) {
    throw new AssayError(`A tree of depth ${depth} has no place for ${leaves.length} leaves.`, { code: "TREE_DEPTH" });
  }
  const levels = [{ nodes: leaves, blank: empty }];
  for (let level = 1; level <= depth; level++) {
    const below = levels[level - 1] as { nodes: readonly node[]; blank: node };
    const nodes: node[] = [];
    for (let i = 0; i < below.nodes.length; i += 2) {
      nodes.push(parent(level, below.nodes[i] as node, below.nodes[i + 1] ?? below.blank));
    }
    levels.push({ nodes, blank: parent(level, below.blank, below.blank) });
  }
  return levels;
}

function pathOf<node>(levels: { nodes: readonly node[]; blank: node }[], index: number, from = 0): node[] {
  const depth = levels.length - 1;
  if (!Number.isSafeInteger(index) || index < 0 || index >= 2 ** (depth - from)) {
    throw new AssayError(`Level ${from} of a tree of depth ${depth} has no place ${index}.`, { code: "TREE_INDEX" });
  }
  return levels.slice(from, depth).map(({ nodes, blank }, i) => {
    // Not by bits: a place of a deep tree may lie beyond 2^31.
    const at = Math.floor(index / 2 ** i);
    return nodes[at % 2 === 0 ? at + 1 : at - 1] ?? blank;
  });
}

/** The tree claims are proven against: position-indexed, padded with zero hashes. */
export type RewardsTree = {
  depth: number;
  /** what postEpoch takes */
  top: Hex;
  /** what the contract stores: keccak256(abi.encode(depth, top)) */
  root: Hex;
  /** siblings from place `index` up */
  proof(index: number): Hex[];
};

/** Claim tree over claim-leaf hashes in the given order. */
export function claimTreeOfHashes(hashes: readonly Hex[], depth: number = rewardDepth(hashes.length)): RewardsTree {
  const levels = buildLevels(hashes, depth, ZERO_HASH, (_, left, right) => pair(left, right));
  const top = levels[depth]?.nodes[0] ?? levels[depth]?.blank ?? ZERO_HASH;
  return {
    depth,
    top,
    root: keccakHex(keccak_256(encodeWords([depth, top]))),
    proof: (index) => pathOf(levels, index),
  };
}

/** Claim tree over leaves in the given order, which must be by account for an honest epoch. */
export function rewardsTree(leaves: readonly RewardLeaf[], depth: number = rewardDepth(leaves.length)): RewardsTree {
  return claimTreeOfHashes(leaves.map(rewardLeaf), depth);
}

/** The tree discards are proven against. */
export type RewardsSumTree = {
  depth: number;
  root: Hex;
  total: bigint;
  /** the root's children, which postEpoch takes */
  left: RewardSumNode;
  right: RewardSumNode;
  /** siblings of the `index`-th node of `level` (0: leaves), from the node up */
  path(index: number, level?: number): RewardSumNode[];
  node(index: number, level?: number): RewardSumNode;
  /** a leaf with its path; padding beyond the last one */
  leafProof(index: number): RewardLeafProof;
};

/** Node of one leaf of the sum tree; padding is (0, 0). */
export function rewardSumLeaf(leaf: RewardLeaf): SumNode {
  if (leaf.account === zeroAddress && leaf.token === zeroAddress && leaf.cumulative === 0n) return EMPTY;
  return sumLeaf([leaf.account, leaf.token, leaf.cumulative], leaf.cumulative);
}

/** Sum tree over leaves in the given order, padded with empty leaves to 2^depth places. */
export function rewardsSumTree(
  leaves: readonly RewardLeaf[],
  depth: number = rewardDepth(leaves.length),
): RewardsSumTree {
  const levels = buildLevels(leaves.map(rewardSumLeaf), depth, EMPTY, sumParent);
  const out = ({ hash, sums }: SumNode): RewardSumNode => ({ hash, sum: sums });
  const node = (index: number, level = 0): RewardSumNode => {
    const at = levels[level];
    return out(at?.nodes[index] ?? at?.blank ?? EMPTY);
  };
  const root = node(0, depth);
  const path = (index: number, level = 0): RewardSumNode[] => pathOf(levels, index, level).map(out);
  return {
    depth,
    root: root.hash,
    total: root.sum,
    left: node(0, depth - 1),
    right: node(1, depth - 1),
    path,
    node,
    leafProof: (index) => ({ leaf: leaves[index] ?? PADDING_LEAF, path: path(index) }),
  };
}

/** Place, cumulative and proof for RewardDistributor.claim; undefined if the account has no leaf. */
export function rewardClaim(
  leaves: readonly RewardLeaf[],
  account: Address,
): { index: bigint; cumulative: bigint; proof: Hex[] } | undefined {
  const index = leaves.findIndex((entry) => compareAddresses(entry.account, account) === 0);
  const leaf = leaves[index];
  if (leaf === undefined) return undefined;
  return { index: BigInt(index), cumulative: leaf.cumulative, proof: rewardsTree(leaves).proof(index) };
}

/** What jurors recompute: keccak256(abi.encode(root, sumRoot, attributionHash)). */
export function epochFact(epoch: { root: Hex; sumRoot: Hex; attributionHash: Hex }): Hex {
  return keccakHex(keccak_256(encodeWords([epoch.root, epoch.sumRoot, epoch.attributionHash])));
}
