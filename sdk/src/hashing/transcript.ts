import { type Hex, stringToBytes } from "viem";
import { AssayError } from "../errors/assay-error.ts";
import { itemLanes, packLanes, requireTrialBits } from "./lanes.ts";
import { POSITIONS } from "./layout.ts";
import { type SumNode, sumParent } from "./sum-tree.ts";
import { hashWords, keccakHex, requireUint, ZERO_HASH } from "./words.ts";

/** One trial by hashes. `position` is its meaning (see layout.ts). */
export type TrialHashes = {
  position: number;
  /** textHash of the exact rendered prompt */
  promptHash: Hex;
  /** outIdsHash of the generated token ids */
  outIdsHash: Hex;
  /** textHash of the grader's canonical form of the answer */
  answerHash: Hex;
};

/** One item of a seat's transcript; trials are present exactly at the positions of the suite's trial mask. */
export type TranscriptItem = { slot: number; trialBits: bigint; trials: readonly TrialHashes[] };

/** Path from an item to the root: the sibling on each level, leaves first. */
export type TranscriptProof = { slot: number; item: Hex; lanes: bigint; siblings: SumNode[] };

/** A root by its two children, as a seat reveals it: root and lanes are bound by one hash. */
export type RootNode = { level: number; left: Hex; lanesLeft: bigint; right: Hex; lanesRight: bigint };

export type TranscriptTree = {
  root: Hex;
  /** Counts of items per lane, packed: what is revealed and judged. */
  lanes: bigint;
  rootNode: RootNode;
  depth: number;
  itemHashes: Hex[];
  proof(slot: number): TranscriptProof;
};

const TRIAL_TAG = 0;
const ITEM_TAG = 1;
const EMPTY: SumNode = { hash: ZERO_HASH, sums: 0n };

/** keccak256 of the utf-8 text. */
export function textHash(text: string): Hex {
  return keccakHex(stringToBytes(text));
}

/** keccak256 of the token ids, uint32 big-endian each. */
export function outIdsHash(ids: readonly number[]): Hex {
  const bytes = new Uint8Array(ids.length * 4);
  const view = new DataView(bytes.buffer);
  ids.forEach((id, index) => {
    requireUint(`outIds[${index}]`, id, 32);
    view.setUint32(index * 4, id);
  });
  return keccakHex(bytes);
}

/** keccak256(abi.encode(uint8(0), promptHash, outIdsHash, answerHash)). */
export function trialLeaf(trial: Omit<TrialHashes, "position">): Hex {
  return hashWords(TRIAL_TAG, trial.promptHash, trial.outIdsHash, trial.answerHash);
}

function padded<T>(nodes: readonly T[], empty: T): T[] {
  let size = 1;
  while (size < nodes.length) size *= 2;
  return [...nodes, ...new Array<T>(size - nodes.length).fill(empty)];
}

/** Plain binary root over trial leaves in position order, padded with zero leaves to a power of two. */
export function trialsRoot(leaves: readonly Hex[]): Hex {
  let nodes = padded(leaves, ZERO_HASH);
  while (nodes.length > 1) {
    nodes = Array.from({ length: nodes.length / 2 }, (_, i) =>
      hashWords(nodes[2 * i] ?? ZERO_HASH, nodes[2 * i + 1] ?? ZERO_HASH),
    );
  }
  return nodes[0] ?? ZERO_HASH;
}

function requirePositions(item: TranscriptItem, trialMask: bigint): void {
  let seen = 0n;
  let last = -1;
  for (const { position } of item.trials) {
    if (!Number.isInteger(position) || position <= last || position >= POSITIONS) {
      throw new AssayError(`Trials of slot ${item.slot} must be in rising position order below ${POSITIONS}.`, {
        code: "TRIAL_ORDER",
        field: `items[${item.slot}].trials`,
      });
    }
    last = position;
    seen |= 1n << BigInt(position);
  }
  if (seen !== trialMask) {
    throw new AssayError(
      `Slot ${item.slot} has trials at ${seen.toString(2)}, but the suite runs ${trialMask.toString(2)}.`,
      { code: "TRIAL_MISSING", field: `items[${item.slot}].trials` },
    );
  }
}

/** Item node: keccak256(abi.encode(uint8(1), uint16 slot, uint64 trialBits, bytes32 trialsRoot)) with its lanes. */
export function transcriptItem(item: TranscriptItem, trialMask: bigint): SumNode {
  requireUint("slot", item.slot, 16);
  requireTrialBits(item.trialBits, trialMask);
  requirePositions(item, trialMask);
  return {
    hash: hashWords(ITEM_TAG, item.slot, item.trialBits, trialsRoot(item.trials.map(trialLeaf))),
    sums: packLanes(itemLanes(item.trialBits, trialMask)),
  };
}

/** The seat's tree. Items must be slots 0..n-1 in order: a transcript can't express a duplicate or an omission. */
export function transcriptTree(items: readonly TranscriptItem[], trialMask: bigint): TranscriptTree {
  items.forEach((item, index) => {
    if (item.slot !== index) {
      throw new AssayError(`items[${index}].slot must be ${index}, not ${item.slot}.`, {
        code: "SLOT_ORDER",
        field: `items[${index}].slot`,
      });
    }
  });
  const leaves = items.map((item) => transcriptItem(item, trialMask));
  const levels: SumNode[][] = [padded(leaves, EMPTY)];
  for (let level = 1, nodes = levels[0] ?? []; nodes.length > 1; level++) {
    const below = nodes;
    nodes = Array.from({ length: below.length / 2 }, (_, i) =>
      sumParent(level, below[2 * i] ?? EMPTY, below[2 * i + 1] ?? EMPTY),
    );
    levels.push(nodes);
  }
  const top = levels.at(-1)?.[0] ?? EMPTY;
  const [left = EMPTY, right = EMPTY] = levels.at(-2) ?? [];
  return {
    root: top.hash,
    lanes: top.sums,
    rootNode: {
      level: levels.length - 1,
      left: left.hash,
      lanesLeft: left.sums,
      right: right.hash,
      lanesRight: right.sums,
    },
    depth: levels.length - 1,
    itemHashes: leaves.map((leaf) => leaf.hash),
    proof(slot) {
      const leaf = leaves[slot];
      if (leaf === undefined) {
        throw new AssayError(`slot must be below ${leaves.length}, not ${slot}.`, { code: "SLOT", field: "slot" });
      }
      const siblings = levels.slice(0, -1).map((nodes, level) => nodes[(slot >> level) ^ 1] ?? EMPTY);
      return { slot, item: leaf.hash, lanes: leaf.sums, siblings };
    },
  };
}

/** Root and lanes a proof leads to; equal to the tree's if the item is in it. */
export function foldTranscriptProof(proof: TranscriptProof): { root: Hex; lanes: bigint } {
  let node: SumNode = { hash: proof.item, sums: proof.lanes };
  proof.siblings.forEach((sibling, level) => {
    const isRight = (proof.slot >> level) & 1;
    node = isRight ? sumParent(level + 1, sibling, node) : sumParent(level + 1, node, sibling);
  });
  return { root: node.hash, lanes: node.sums };
}
