import { bytesToHex, type Hex } from "viem";
import { itemLanes, packLanes } from "./lanes.ts";
import { normalise } from "./normalise.ts";
import type { SumNode } from "./sum-tree.ts";
import { type RootNode, type TranscriptItem, type TranscriptTree, trialLeaf } from "./transcript.ts";
import { encodeWords, hashWords, keccakHex, type Word, ZERO_HASH } from "./words.ts";

/** Way from a trial to the root of its transcript, as contracts/types/TranscriptProof.sol takes it. */
export type TrialPath = { trialBits: bigint; trialSiblings: Hex[]; itemSiblings: SumNode[] };

/** A node of a transcript, its place, and the way from it to the root. `preimage` is empty where only place matters. */
export type NodeProof = {
  height: number;
  index: bigint;
  hash: Hex;
  lanes: bigint;
  preimage: Hex;
  siblings: SumNode[];
};

/** What hashing alone can show to be wrong with a transcript; numbers are those of IFraudProofs. */
export const GROUNDS = ["sum", "kind", "padding", "item", "bit"] as const;
export type Ground = (typeof GROUNDS)[number];

/** A fault of a node, with the proof of it. */
export type NodeFault = { ground: Exclude<Ground, "bit">; proof: NodeProof };

/** Preimages of transcript nodes by hash, as far as they were published. */
export type KnownNodes = Map<Hex, readonly Word[]>;

const ITEM_TAG = 1;
const INNER_TAG = 2;
const WORD_LIMIT = 1n << 256n;

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

function innerWords(level: number, left: SumNode, right: SumNode): Word[] {
  return [INNER_TAG, level, left.hash, left.sums, right.hash, right.sums];
}

/** Notes the nodes that a shown path goes through. */
export function addPathNodes(known: KnownNodes, slot: number, item: SumNode, siblings: readonly SumNode[]): void {
  let node = item;
  siblings.forEach((sibling, i) => {
    const words = (slot >> i) & 1 ? innerWords(i + 1, sibling, node) : innerWords(i + 1, node, sibling);
    const hash = hashWords(...words);
    known.set(hash, words);
    node = { hash, sums: (node.sums + sibling.sums) % WORD_LIMIT };
  });
}

/**
 * The nodes a published transcript shows: its items as they are stated, and the inner nodes over them with the sums that
 * follow from the bits. A liar's inner nodes are found here where they hold those sums and only their parent lies.
 */
export function publishedNodes(
  items: readonly { slot: number; trialBits: bigint; trialsRoot: Hex }[],
  trialMask: bigint,
): KnownNodes {
  const known: KnownNodes = new Map();
  let nodes: SumNode[] = items.map(({ slot, trialBits, trialsRoot }) => {
    const words: Word[] = [ITEM_TAG, slot, trialBits, trialsRoot];
    const hash = hashWords(...words);
    known.set(hash, words);
    return { hash, sums: packLanes(itemLanes(trialBits & trialMask, trialMask)) };
  });
  const empty: SumNode = { hash: ZERO_HASH, sums: 0n };
  let width = 1;
  while (width < nodes.length) width *= 2;
  nodes = Array.from({ length: width }, (_, i) => nodes[i] ?? empty);
  for (let level = 1; nodes.length > 1; level++) {
    const below = nodes;
    nodes = Array.from({ length: below.length / 2 }, (_, i) => {
      const [left, right] = [below[2 * i] ?? empty, below[2 * i + 1] ?? empty];
      const words = innerWords(level, left, right);
      const hash = hashWords(...words);
      known.set(hash, words);
      return { hash, sums: left.sums + right.sums };
    });
  }
  return known;
}

type Place = { height: number; index: bigint; node: SumNode; siblings: SumNode[] };

function proofAt({ height, index, node, siblings }: Place, preimage: Hex): NodeProof {
  return { height, index, hash: node.hash, lanes: node.sums, preimage, siblings };
}

/** Hash of a subtree that holds padding only, as contracts/judging/FraudProofs.sol computes it. */
function emptySubtree(height: number): Hex {
  let hash: Hex = ZERO_HASH;
  for (let level = 1; level <= height; level++) hash = hashWords(INNER_TAG, level, hash, 0n, hash, 0n);
  return hash;
}

function faultOf(
  place: Place,
  words: readonly Word[] | undefined,
  items: number,
  trialMask: bigint,
): Ground | undefined {
  const { height, index, node } = place;
  if (index << BigInt(height) >= BigInt(items))
    return node.hash !== emptySubtree(height) || node.sums !== 0n ? "padding" : undefined;
  if (node.hash === ZERO_HASH) return "padding";
  if (words === undefined) return undefined;
  if ((words[0] === ITEM_TAG) !== (height === 0)) return "kind";
  if (height === 0) {
    const [, slot, bits] = words as [Word, Word, bigint];
    const fits = BigInt(slot) === index && bits < 1n << 64n;
    return fits && packLanes(itemLanes(bits & trialMask, trialMask)) === node.sums ? undefined : "item";
  }
  const [, level, , lanesLeft, , lanesRight] = words as [Word, number, Hex, bigint, Hex, bigint];
  return level === height && (lanesLeft + lanesRight) % WORD_LIMIT === node.sums ? undefined : "sum";
}

/**
 * Walks down from what a seat revealed as far as nodes are known, and returns the first that contradicts itself, its
 * place or what its parent states for it. `itemsPerBatch` items were asked.
 */
export function findNodeFault(
  revealed: RootNode,
  known: KnownNodes,
  itemsPerBatch: number,
  trialMask: bigint,
): NodeFault | undefined {
  const pair = (height: number, index: bigint, left: SumNode, right: SumNode, siblings: SumNode[]): Place[] => [
    { height, index, node: left, siblings: [right, ...siblings] },
    { height, index: index + 1n, node: right, siblings: [left, ...siblings] },
  ];
  const top = {
    left: { hash: revealed.left, sums: revealed.lanesLeft },
    right: { hash: revealed.right, sums: revealed.lanesRight },
  };
  const open = pair(revealed.level - 1, 0n, top.left, top.right, []);
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    const words = known.get(place.node.hash);
    const ground = faultOf(place, words, itemsPerBatch, trialMask);
    if (ground !== undefined && ground !== "bit") {
      const preimage = ground === "padding" || words === undefined ? "0x" : bytesToHex(encodeWords(words));
      return { ground, proof: proofAt(place, preimage) };
    }
    if (place.height === 0 || words === undefined) continue;
    const [, , left, lanesLeft, right, lanesRight] = words as [Word, Word, Hex, bigint, Hex, bigint];
    const children = [
      { hash: left, sums: lanesLeft },
      { hash: right, sums: lanesRight },
    ] as const;
    open.push(...pair(place.height - 1, place.index * 2n, children[0], children[1], place.siblings));
  }
  return undefined;
}

/**
 * Whether an answer of this hash passes against `label`, as GradedForm decides it on chain; undefined where the chain
 * cannot (another grader, or a normalised label outside ASCII).
 */
export function provenGrade(grader: number, label: string, answerHash: Hex): boolean | undefined {
  const hashOf = (text: string): Hex => keccakHex(new TextEncoder().encode(text));
  if (grader === 1) {
    const isAscii = [...label].every((letter) => letter.charCodeAt(0) < 0x80);
    return isAscii ? hashOf(normalise(label)) === answerHash : undefined;
  }
  if (grader === 2) return label !== "" && hashOf(label) === answerHash;
  return grader === 0 ? hashOf(label) === answerHash : undefined;
}
