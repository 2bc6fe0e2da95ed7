import { type Address, type Hex, hexToBytes } from "viem";
import { type MerkleTree, merkleTree, standardLeaf } from "./merkle.ts";
import { keccakHex, requireUint } from "./words.ts";

/**
 * Graders by number, which is part of an exam item's leaf. Grades of the first three can be recomputed on chain
 * (contracts/libraries/GradedForm.sol), those of the others by a jury only.
 */
export const GRADERS = ["exact", "normalised", "label-set", "json-schema", "numeric", "regex"] as const;
export type Grader = (typeof GRADERS)[number];

/** Number of a grader inside leaves. */
export function graderId(grader: Grader): number {
  return GRADERS.indexOf(grader);
}

/** One item of an exam batch, by salted hashes. */
export type ExamItem = {
  slot: number;
  /** contentHash(salt, exact text of the row) */
  promptHash: Hex;
  /** contentHash(salt, expected label) */
  expectedHash: Hex;
  graderId: number;
  contributor: Address;
};

/** What the version's hold-out root commits about one batch. */
export type HoldoutBatch = {
  batchId: number;
  /** keccak256 of the AES-GCM ciphertext of the batch */
  ciphertextHash: Hex;
  keyHash: Hex;
  itemsRoot: Hex;
  contributorsRoot: Hex;
};

/** Leaf (uint16 slot, bytes32 promptHash, bytes32 expectedHash, uint8 graderId, address contributor). */
export function itemLeaf(item: ExamItem): Hex {
  requireUint("slot", item.slot, 16);
  requireUint("graderId", item.graderId, 8);
  return standardLeaf([item.slot, item.promptHash, item.expectedHash, item.graderId, item.contributor]);
}

/** Tree whose root is a batch's `itemsRoot`. */
export function itemsTree(items: readonly ExamItem[]): MerkleTree {
  return merkleTree(items.map(itemLeaf));
}

/** keccak256 of the 32-byte key of a batch. */
export function batchKeyHash(key: Hex): Hex {
  return keccakHex(hexToBytes(key));
}

/** Leaf (uint32 batchId, bytes32 ciphertextHash, bytes32 keyHash, bytes32 itemsRoot, bytes32 contributorsRoot). */
export function holdoutLeaf(batch: HoldoutBatch): Hex {
  requireUint("batchId", batch.batchId, 32);
  return standardLeaf([batch.batchId, batch.ciphertextHash, batch.keyHash, batch.itemsRoot, batch.contributorsRoot]);
}

/** Tree whose root is a version's `holdoutRoot`; its proofs retire batches. */
export function holdoutTree(batches: readonly HoldoutBatch[]): MerkleTree {
  return merkleTree(batches.map(holdoutLeaf));
}
