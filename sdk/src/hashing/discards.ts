import type { Address, Hex } from "viem";
import { zeroAddress } from "viem";
import {
  claimTreeOfHashes,
  PADDING_LEAF,
  type RewardLeaf,
  type RewardLeafProof,
  type RewardSumNode,
  rewardLeaf,
  rewardsSumTree,
} from "./reward-trees.ts";
import { compareAddresses } from "./sum-tree.ts";
import { ZERO_HASH } from "./words.ts";

/** A node of the sum tree with its siblings from the node up. */
export type RewardNodeProof = { level: number; index: bigint; sum: bigint; path: RewardSumNode[] };

/** A call of RewardDistributor that discards the pending epoch. */
export type Discard =
  | { functionName: "discardLeaf"; args: [RewardNodeProof, RewardLeaf] }
  | { functionName: "discardOrder"; args: [bigint, RewardLeafProof, RewardLeafProof] }
  | { functionName: "discardMismatch"; args: [bigint, RewardLeafProof, Hex, Hex[]] }
  | { functionName: "discardFallen"; args: [bigint, RewardLeafProof, bigint, RewardLeafProof] }
  | {
      functionName: "discardMissing";
      args: [bigint, RewardLeafProof, bigint, RewardLeafProof, RewardLeafProof];
    };

/** An epoch's leaves in the order of its trees. */
export type EpochLeaves = { leaves: readonly RewardLeaf[]; depth: number };

export type PostedLeaves = EpochLeaves & {
  /** what the places of the claim tree hold, where it was not built over `leaves` */
  claimHashes?: readonly Hex[] | undefined;
};

/** An unread argument of discardMissing. */
const NO_LEAF: RewardLeafProof = { leaf: PADDING_LEAF, path: [] };

/** Place of the first leaf of `leaves`, sorted by account, that is not below `account`. */
function placeOf(leaves: readonly RewardLeaf[], account: Address): number {
  let [low, high] = [0, leaves.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareAddresses(leaves[middle]?.account ?? zeroAddress, account) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * The first proof that a posted epoch is wrong, or undefined when its trees show none: then only a recomputation can,
 * which is for a jury. `previous` is the last final epoch.
 */
export function findDiscard(
  posted: PostedLeaves,
  previous: EpochLeaves | undefined,
  token: Address,
): Discard | undefined {
  const { leaves, depth } = posted;
  const tree = rewardsSumTree(leaves, depth);
  for (const [index, leaf] of leaves.entries()) {
    if (compareAddresses(leaf.token, token) === 0 && leaf.account !== zeroAddress) continue;
    const node = { level: 0, index: BigInt(index), sum: leaf.cumulative, path: tree.path(index) };
    return { functionName: "discardLeaf", args: [node, leaf] };
  }
  for (const [index, right] of leaves.entries()) {
    const left = leaves[index - 1];
    if (left === undefined || compareAddresses(left.account, right.account) < 0) continue;
    const args: [bigint, RewardLeafProof, RewardLeafProof] = [
      BigInt(index - 1),
      tree.leafProof(index - 1),
      tree.leafProof(index),
    ];
    return { functionName: "discardOrder", args };
  }
  return findMismatch(posted, tree.leafProof) ?? findLoss(posted, tree.leafProof, previous);
}

function findMismatch(
  { leaves, depth, claimHashes }: PostedLeaves,
  leafProof: (index: number) => RewardLeafProof,
): Discard | undefined {
  if (claimHashes === undefined) return undefined;
  for (let index = 0; index < Math.max(leaves.length, claimHashes.length); index++) {
    const leaf = leaves[index];
    const held = claimHashes[index] ?? ZERO_HASH;
    if (held === (leaf === undefined ? ZERO_HASH : rewardLeaf(leaf))) continue;
    const path = claimTreeOfHashes(claimHashes, depth).proof(index);
    return { functionName: "discardMismatch", args: [BigInt(index), leafProof(index), held, path] };
  }
  return undefined;
}

/** Somebody who has less than before, or nothing any more. `leaves` is sorted here, or findDiscard had returned. */
function findLoss(
  { leaves, depth }: PostedLeaves,
  leafProof: (index: number) => RewardLeafProof,
  previous: EpochLeaves | undefined,
): Discard | undefined {
  if (previous === undefined) return undefined;
  for (const [index, before] of previous.leaves.entries()) {
    if (before.cumulative === 0n) continue;
    const place = placeOf(leaves, before.account);
    const now = leaves[place];
    const found = now !== undefined && compareAddresses(now.account, before.account) === 0;
    if (found && now.cumulative >= before.cumulative) continue;
    const proof = rewardsSumTree(previous.leaves, previous.depth).leafProof(index);
    if (found) {
      return { functionName: "discardFallen", args: [BigInt(index), proof, BigInt(place), leafProof(place)] };
    }
    const left = place === 0 ? NO_LEAF : leafProof(place - 1);
    const right = place === 2 ** depth ? NO_LEAF : leafProof(place);
    return { functionName: "discardMissing", args: [BigInt(index), proof, BigInt(place), left, right] };
  }
  return undefined;
}
