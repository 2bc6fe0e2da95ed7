/** The sealed exam and the transcript with one lie in it that the fraud proof's gas is measured on. */
import {
  type ExamItem,
  holdoutLeaf,
  holdoutTree,
  itemLeaf,
  itemsTree,
  type TranscriptItem,
  type TranscriptTree,
  transcriptTree,
} from "@assay/sdk/hashing";
import { concat, type Hex, keccak256, pad, toHex } from "viem";

export const ITEMS = 128;
const POSITIONS = 44;
export const MASK = (1n << BigInt(POSITIONS)) - 1n;
export const BATCHES = 8;
/** The trial whose grade is a lie. */
const SLOT = 77;
const POSITION = 30;
export const word = (name: string): Hex => keccak256(toHex(name));
export const ZERO = pad("0x00", { size: 32 });
const hash = (...words: readonly Hex[]): Hex => keccak256(concat(words));

const label = (slot: number): Hex => toHex(`label ${slot % 20}`);
const sealed = (slot: number): Hex => hash(word(`expected salt ${slot}`), label(slot));

const EXAM: ExamItem[] = Array.from({ length: ITEMS }, (_, slot) => ({
  slot,
  promptHash: word(`exam prompt ${slot}`),
  expectedHash: sealed(slot),
  graderId: 2,
  contributor: "0x00000000000000000000000000000000000000d0",
}));
const ITEMS_TREE = itemsTree(EXAM);
const batchOf = (batchId: number) => ({
  batchId,
  ciphertextHash: word(`ciphertext ${batchId}`),
  keyHash: word(`key ${batchId}`),
  itemsRoot: ITEMS_TREE.root,
  contributorsRoot: word(`contributors ${batchId}`),
});
export const HOLDOUT = holdoutTree(Array.from({ length: BATCHES }, (_, batchId) => batchOf(batchId)));

/** Every trial passes, and says so, but one that failed and claims it passed. */
const TRANSCRIPT: readonly TranscriptItem[] = Array.from({ length: ITEMS }, (_, slot) => ({
  slot,
  trialBits: MASK,
  trials: Array.from({ length: POSITIONS }, (_, position) => ({
    position,
    promptHash: word(`prompt ${slot} ${position}`),
    outIdsHash: word(`ids ${slot} ${position}`),
    answerHash: slot === SLOT && position === POSITION ? word("another label") : keccak256(label(slot)),
  })),
}));
export const TREE: TranscriptTree = transcriptTree(TRANSCRIPT, MASK);

/** Proof, against batch `batchId`, that the lying trial contradicts its own answer. */
export function bitProof(batchId: number) {
  const item = EXAM[SLOT];
  const trial = TRANSCRIPT[SLOT]?.trials[POSITION];
  if (item === undefined || trial === undefined) throw new Error("no such trial");
  const batch = batchOf(batchId);
  return {
    slot: SLOT,
    position: POSITION,
    trial,
    path: { trialBits: MASK, trialSiblings: trialSiblings(), itemSiblings: TREE.proof(SLOT).siblings },
    item: {
      ...item,
      salt: word(`expected salt ${SLOT}`),
      label: label(SLOT),
      siblings: ITEMS_TREE.proof(itemLeaf(item)),
    },
    batch: { ...batch, siblings: HOLDOUT.proof(holdoutLeaf(batch)) },
  };
}

/** Way of the lying trial inside its item, leaves first. */
function trialSiblings(): Hex[] {
  const leaves =
    TRANSCRIPT[SLOT]?.trials.map((one) => hash(ZERO, one.promptHash, one.outIdsHash, one.answerHash)) ?? [];
  const siblings: Hex[] = [];
  let nodes = Array.from({ length: 64 }, (_, i) => leaves[i] ?? ZERO);
  for (let place = POSITION; nodes.length > 1; place >>= 1) {
    siblings.push(nodes[place ^ 1] ?? ZERO);
    nodes = Array.from({ length: nodes.length / 2 }, (_, i) => hash(nodes[2 * i] ?? ZERO, nodes[2 * i + 1] ?? ZERO));
  }
  return siblings;
}
