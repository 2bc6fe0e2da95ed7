import type { Hex } from "viem";
import type { SumNode } from "./sum-tree.ts";
import { type TranscriptItem, type TranscriptTree, trialLeaf } from "./transcript.ts";
import { hashWords, ZERO_HASH } from "./words.ts";

/** Way from a trial to the root of its transcript, as contracts/types/TranscriptProof.sol takes it. */
export type TrialPath = { trialBits: bigint; trialSiblings: Hex[]; itemSiblings: SumNode[] };

/** Siblings of the leaf at `place` in a plain binary tree padded with zero leaves, leaves first. */
function plainSiblings(leaves: readonly Hex[], place: number): Hex[] {
  let width = 1;
  while (width < leaves.length) width *= 2;
  let nodes = Array.from({ length: width }, (_, i) => leaves[i] ?? ZERO_HASH);
  const siblings: Hex[] = [];
  for (let at = place; nodes.length > 1; at >>= 1) {
    siblings.push(nodes[at ^ 1] ?? ZERO_HASH);
    const below = nodes;
    nodes = Array.from({ length: below.length / 2 }, (_, i) =>
      hashWords(below[2 * i] ?? ZERO_HASH, below[2 * i + 1] ?? ZERO_HASH),
    );
  }
  return siblings;
}

/** Way of the trial at (slot, position) to the root; undefined where the transcript has no such trial. */
export function trialPath(
  items: readonly TranscriptItem[],
  tree: TranscriptTree,
  slot: number,
  position: number,
): TrialPath | undefined {
  const item = items[slot];
  const rank = item?.trials.findIndex((trial) => trial.position === position) ?? -1;
  if (item === undefined || rank < 0) return undefined;
  return {
    trialBits: item.trialBits,
    trialSiblings: plainSiblings(item.trials.map(trialLeaf), rank),
    itemSiblings: tree.proof(slot).siblings,
  };
}
