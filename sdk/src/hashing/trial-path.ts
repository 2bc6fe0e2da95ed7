import type { Hex } from "viem";
import { AssayError } from "../errors/assay-error.ts";
import type { SumNode } from "./sum-tree.ts";
import { type TranscriptItem, type TrialHashes, transcriptTree, trialLeaf } from "./transcript.ts";
import { hashWords, ZERO_HASH } from "./words.ts";

/** Way from one trial to the root of its transcript, as demands, challenges and fraud proofs show it. */
export type TrialPath = {
  /** verdicts of the item's trials */
  trialBits: bigint;
  /** path inside the item, leaves first */
  trialSiblings: Hex[];
  /** path from the item to the root, leaves first */
  itemSiblings: SumNode[];
};

/** The trial at (slot, position) and its way to the root. Throws AssayError where the transcript has no such trial. */
export function trialPath(
  items: readonly TranscriptItem[],
  trialMask: bigint,
  at: { slot: number; position: number },
): { trial: Omit<TrialHashes, "position">; path: TrialPath } {
  const item = items[at.slot];
  const rank = item?.trials.findIndex(({ position }) => position === at.position) ?? -1;
  const found = item?.trials[rank];
  if (item === undefined || found === undefined) {
    throw new AssayError(`The transcript has no trial at position ${at.position} of slot ${at.slot}.`, {
      code: "TRIAL_MISSING",
      field: `items[${at.slot}].trials`,
      hint: "Choose a position that the suite's trial mask runs.",
    });
  }
  const { position: _, ...trial } = found;
  return {
    trial,
    path: {
      trialBits: item.trialBits,
      trialSiblings: siblingsOf(item.trials.map(trialLeaf), rank),
      itemSiblings: transcriptTree(items, trialMask).proof(at.slot).siblings,
    },
  };
}

/** Siblings of leaf `index` in the plain tree of trialsRoot. */
function siblingsOf(leaves: readonly Hex[], index: number): Hex[] {
  const siblings: Hex[] = [];
  let nodes = [...leaves];
  for (let place = index; nodes.length > 1; place >>= 1) {
    siblings.push(nodes[place ^ 1] ?? padding(siblings.length));
    nodes = Array.from({ length: Math.ceil(nodes.length / 2) }, (_, i) =>
      hashWords(nodes[2 * i] ?? ZERO_HASH, nodes[2 * i + 1] ?? padding(siblings.length - 1)),
    );
  }
  return siblings;
}

/** Node over padding only, `level` levels above the leaves. */
function padding(level: number): Hex {
  return level === 0 ? ZERO_HASH : hashWords(padding(level - 1), padding(level - 1));
}
