import { keccak_256 } from "@noble/hashes/sha3.js";
import { type Hex, hexToBytes } from "viem";
import { AssayError } from "../errors/assay-error.ts";
import { encodeWords, keccakHex, type Word, ZERO_HASH } from "./words.ts";

/** Leaf of OpenZeppelin's StandardMerkleTree over static values: keccak256(keccak256(abi.encode(values))). */
export function standardLeaf(words: readonly Word[]): Hex {
  return keccakHex(keccak_256(encodeWords(words)));
}

/** Commutative pair hash: the smaller hash first, as OpenZeppelin's Hashes.commutativeKeccak256. */
function hashPair(a: Hex, b: Hex): Hex {
  const [low, high] = a < b ? [a, b] : [b, a];
  const pair = new Uint8Array(64);
  pair.set(hexToBytes(low), 0);
  pair.set(hexToBytes(high), 32);
  return keccakHex(pair);
}

/**
 * Tree in OpenZeppelin's layout: leaves sorted by hash, stored backwards at the end of an array of 2n - 1 nodes,
 * children of node i at 2i + 1 and 2i + 2. So anyone can rebuild our roots with @openzeppelin/merkle-tree.
 */
export type MerkleTree = {
  root: Hex;
  /** Siblings from the leaf up. Throws if the leaf is not in the tree. */
  proof(leaf: Hex): Hex[];
};

/** Builds a tree over leaf hashes in any order; the root of no leaves is 32 zero bytes. */
export function merkleTree(leaves: readonly Hex[]): MerkleTree {
  const sorted = leaves.map((leaf) => leaf.toLowerCase() as Hex).sort();
  const nodes: Hex[] = new Array<Hex>(Math.max(2 * sorted.length - 1, 0));
  const positions = new Map<Hex, number>();
  sorted.forEach((leaf, index) => {
    const position = nodes.length - 1 - index;
    nodes[position] = leaf;
    positions.set(leaf, position);
  });
  const at = (index: number): Hex => nodes[index] ?? ZERO_HASH;
  for (let i = nodes.length - 1 - sorted.length; i >= 0; i--) nodes[i] = hashPair(at(2 * i + 1), at(2 * i + 2));
  return {
    root: at(0),
    proof(leaf) {
      const start = positions.get(leaf.toLowerCase() as Hex);
      if (start === undefined) {
        throw new AssayError(`The leaf ${leaf} is not in this tree of ${sorted.length}; check its fields.`, {
          code: "LEAF_UNKNOWN",
        });
      }
      const path: Hex[] = [];
      for (let i = start; i > 0; i = (i - 1) >> 1) path.push(at(i % 2 === 1 ? i + 1 : i - 1));
      return path;
    },
  };
}

/** Root over leaf hashes. */
export function merkleRoot(leaves: readonly Hex[]): Hex {
  return merkleTree(leaves).root;
}

/** True if `proof` leads from `leaf` to `root`. */
export function verifyMerkleProof(root: Hex, leaf: Hex, proof: readonly Hex[]): boolean {
  return proof.reduce<Hex>((node, sibling) => hashPair(node, sibling.toLowerCase() as Hex), leaf) === root;
}
