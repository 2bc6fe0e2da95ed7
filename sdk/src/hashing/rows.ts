import { type Address, concat, type Hex, hexToBytes, stringToHex } from "viem";
import { canonicalJson } from "./canonical.ts";
import { type MerkleTree, merkleTree, standardLeaf } from "./merkle.ts";
import { keccakHex, requireUint } from "./words.ts";

/** A row's place in a version. `contentHash` is salted, so short labels can't be guessed from it. */
export type RowLeaf = { rowIndex: number; contentHash: Hex; contributor: Address; weight: number };

/** Canonical JSON of a row's fields, such as {"text", "label"}: no index, salt or contributor. */
export function canonicalRow(fields: Readonly<Record<string, string>>): string {
  return canonicalJson(fields);
}

/** keccak256(salt32 || utf8(canonicalRow)). */
export function contentHash(salt: Hex, row: string): Hex {
  return keccakHex(hexToBytes(concat([salt, stringToHex(row)])));
}

/** Leaf (uint32 rowIndex, bytes32 contentHash, address contributor, uint32 weight) of a version's rows. */
export function rowLeaf(row: RowLeaf): Hex {
  requireUint("rowIndex", row.rowIndex, 32);
  requireUint("weight", row.weight, 32);
  return standardLeaf([row.rowIndex, row.contentHash, row.contributor, row.weight]);
}

/** Tree whose root is a version's `rowsRoot`. */
export function rowsTree(rows: readonly RowLeaf[]): MerkleTree {
  return merkleTree(rows.map(rowLeaf));
}

/** Root a contributor signs: over (uint32 i, bytes32 contentHash) of that contributor's rows in their own order. */
export function contributionRowsRoot(contentHashes: readonly Hex[]): Hex {
  return merkleTree(contentHashes.map((hash, index) => standardLeaf([index, hash]))).root;
}
