import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type Hex, keccak256, numberToHex } from "viem";
import { merkleTree, standardLeaf, verifyMerkleProof } from "./merkle.ts";
import { ZERO_HASH } from "./words.ts";

const leavesOf = (count: number): Hex[] => Array.from({ length: count }, (_, i) => keccak256(numberToHex(i)));

test("default: every leaf has a proof, in trees of every small size", () => {
  for (let count = 1; count <= 33; count++) {
    const leaves = leavesOf(count);
    const tree = merkleTree(leaves);
    for (const leaf of leaves) assert.equal(verifyMerkleProof(tree.root, leaf, tree.proof(leaf)), true);
  }
});

test("default: the root of @openzeppelin/merkle-tree's documented example", () => {
  // From the library's README: [address, uint256] leaves.
  const leaves = [
    standardLeaf(["0x1111111111111111111111111111111111111111", 5_000_000_000_000_000_000n]),
    standardLeaf(["0x2222222222222222222222222222222222222222", 2_500_000_000_000_000_000n]),
  ];
  assert.equal(merkleTree(leaves).root, "0xd4dee0beab2d53f2cc83e567171bd2820e49898130a22622b10ead383e90bd77");
});

test("behavior: the order of leaves does not matter", () => {
  fc.assert(
    fc.property(fc.shuffledSubarray(leavesOf(12), { minLength: 1 }), (leaves) => {
      assert.equal(merkleTree(leaves).root, merkleTree([...leaves].reverse()).root);
    }),
  );
});

test("behavior: a proof holds for its own leaf only", () => {
  const [a, b, ...rest] = leavesOf(9);
  if (a === undefined || b === undefined) throw new Error("nine leaves");
  const tree = merkleTree([a, b, ...rest]);
  assert.equal(verifyMerkleProof(tree.root, b, tree.proof(a)), false);
});

test("behavior: no leaves give the zero hash, an unknown leaf throws", () => {
  assert.equal(merkleTree([]).root, ZERO_HASH);
  assert.throws(() => merkleTree(leavesOf(3)).proof(ZERO_HASH), { code: "LEAF_UNKNOWN" });
});
