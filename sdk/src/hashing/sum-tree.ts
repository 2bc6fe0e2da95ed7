import type { Address, Hex } from "viem";
import { AssayError } from "../errors/assay-error.ts";
import { hashWords, requireUint, type Word, ZERO_HASH } from "./words.ts";

/** Node of a sum tree: every inner hash commits both children's sums, so a wrong sum has a short proof. */
export type SumNode = { hash: Hex; sums: bigint };

const LEAF_TAG = 1;
const INNER_TAG = 2;
const EMPTY: SumNode = { hash: ZERO_HASH, sums: 0n };
const ROWS_SHIFT = 128n;

/** Leaf keccak256(abi.encode(uint8(1), key.., values..)) with its packed values. */
export function sumLeaf(words: readonly Word[], sums: bigint): SumNode {
  return { hash: hashWords(LEAF_TAG, ...words), sums };
}

/** Parent of two nodes; `level` is 1 for parents of leaves. Packed fields never overflow into each other. */
export function sumParent(level: number, left: SumNode, right: SumNode): SumNode {
  return {
    hash: hashWords(INNER_TAG, level, left.hash, left.sums, right.hash, right.sums),
    sums: left.sums + right.sums,
  };
}

/** Root of leaves in the given order; an odd node is paired with the empty node. The root of no leaves is empty. */
export function sumTree(leaves: readonly SumNode[]): SumNode {
  let nodes = leaves;
  for (let level = 1; nodes.length > 1; level++) {
    const parents: SumNode[] = [];
    for (let i = 0; i < nodes.length; i += 2) {
      parents.push(sumParent(level, nodes[i] ?? EMPTY, nodes[i + 1] ?? EMPTY));
    }
    nodes = parents;
  }
  return nodes[0] ?? EMPTY;
}

/** Orders addresses by value, whatever their checksum case. */
export function compareAddresses(a: Address, b: Address): number {
  const [x, y] = [a.toLowerCase(), b.toLowerCase()];
  return x < y ? -1 : x > y ? 1 : 0;
}

/** Copy sorted by address; throws if an address appears twice. */
export function sortedByAddress<T>(entries: readonly T[], addressOf: (entry: T) => Address): T[] {
  const sorted = [...entries].sort((a, b) => compareAddresses(addressOf(a), addressOf(b)));
  sorted.forEach((entry, index) => {
    const next = sorted[index + 1];
    if (next !== undefined && compareAddresses(addressOf(entry), addressOf(next)) === 0) {
      throw new AssayError(`Address ${addressOf(entry)} appears twice; add its entries up first.`, {
        code: "ADDRESS_TWICE",
      });
    }
  });
  return sorted;
}

/** A contributor's rows and total weight in a version or batch. */
export type ContributorTotal = { contributor: Address; rows: number; weight: bigint };

/** A contributor's leaf in a `contributorsRoot` and its way there, as SeatExclusions takes it. */
export type ShareProof = { rows: number; weight: bigint; index: bigint; siblings: SumNode[] };

function shareLeaves(entries: readonly ContributorTotal[]): { entry: ContributorTotal; leaf: SumNode }[] {
  return sortedByAddress(entries, (entry) => entry.contributor).map((entry) => {
    requireUint("rows", entry.rows, 32);
    requireUint("weight", entry.weight, 64);
    const sums = (BigInt(entry.rows) << ROWS_SHIFT) | entry.weight;
    return { entry, leaf: sumLeaf([entry.contributor, entry.rows, entry.weight], sums) };
  });
}

/** The share of one contributor, with its proof; undefined where it has none. */
export function contributorShare(entries: readonly ContributorTotal[], contributor: Address): ShareProof | undefined {
  const leaves = shareLeaves(entries);
  const index = leaves.findIndex(({ entry }) => compareAddresses(entry.contributor, contributor) === 0);
  const own = leaves[index]?.entry;
  if (own === undefined) return undefined;
  const siblings: SumNode[] = [];
  let nodes = leaves.map(({ leaf }) => leaf);
  for (let level = 1, at = index; nodes.length > 1; level++, at >>= 1) {
    siblings.push(nodes[at ^ 1] ?? EMPTY);
    const below = nodes;
    nodes = Array.from({ length: Math.ceil(below.length / 2) }, (_, i) =>
      sumParent(level, below[2 * i] ?? EMPTY, below[2 * i + 1] ?? EMPTY),
    );
  }
  return { rows: own.rows, weight: own.weight, index: BigInt(index), siblings };
}

/** `contributorsRoot`: sum tree of (contributor, rows, weight) sorted by address, sums packed rows << 128 | weight. */
export function contributorsSumTree(entries: readonly ContributorTotal[]): { root: Hex; rows: number; weight: bigint } {
  const root = sumTree(shareLeaves(entries).map(({ leaf }) => leaf));
  return {
    root: root.hash,
    rows: Number(root.sums >> ROWS_SHIFT),
    weight: root.sums & ((1n << ROWS_SHIFT) - 1n),
  };
}
