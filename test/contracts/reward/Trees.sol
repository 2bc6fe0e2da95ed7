// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {LeafProof, RewardLeaf, SumNode} from "../../../contracts/interfaces/IRewardDistributor.sol";

/// @notice Both trees of an epoch, level by level, leaves first; written apart from the contract's own hashing.
struct Trees {
    RewardLeaf[] leaves;
    uint8 depth;
    SumNode[][] sums;
    bytes32[][] plain;
}

library TreeLib {
    /// @notice Trees over the leaves in the order given, whatever is wrong with it.
    function build(RewardLeaf[] memory leaves, uint8 depth) internal pure returns (Trees memory trees) {
        (trees.leaves, trees.depth) = (leaves, depth);
        trees.sums = new SumNode[][](depth + 1);
        trees.plain = new bytes32[][](depth + 1);
        trees.sums[0] = new SumNode[](1 << depth);
        trees.plain[0] = new bytes32[](1 << depth);
        for (uint256 i; i < leaves.length; ++i) {
            trees.sums[0][i] = sumLeaf(leaves[i]);
            trees.plain[0][i] = plainLeaf(leaves[i]);
        }
        refresh(trees);
    }

    /// @notice Computes the levels above from the leaves again, after a test changed one.
    function refresh(Trees memory trees) internal pure {
        for (uint8 level = 1; level <= trees.depth; ++level) {
            uint256 width = uint256(1) << (trees.depth - level);
            trees.sums[level] = new SumNode[](width);
            trees.plain[level] = new bytes32[](width);
            for (uint256 i; i < width; ++i) {
                trees.sums[level][i] =
                    parent(level, trees.sums[level - 1][2 * i], trees.sums[level - 1][2 * i + 1]);
                trees.plain[level][i] =
                    keccak256(abi.encode(trees.plain[level - 1][2 * i], trees.plain[level - 1][2 * i + 1]));
            }
        }
    }

    /// @notice Puts any node in the sum tree and computes what is above it.
    function plant(Trees memory trees, uint8 level, uint256 index, SumNode memory node) internal pure {
        trees.sums[level][index] = node;
        for (; level < trees.depth; ++level) {
            index /= 2;
            trees.sums[level + 1][index] =
                parent(level + 1, trees.sums[level][2 * index], trees.sums[level][2 * index + 1]);
        }
    }

    function plainLeaf(RewardLeaf memory leaf) internal pure returns (bytes32) {
        return keccak256(bytes.concat(keccak256(abi.encode(leaf.account, leaf.token, leaf.cumulative))));
    }

    function sumLeaf(RewardLeaf memory leaf) internal pure returns (SumNode memory) {
        return SumNode(keccak256(abi.encode(uint8(1), leaf.account, leaf.token, leaf.cumulative)), leaf.cumulative);
    }

    function parent(uint8 level, SumNode memory left, SumNode memory right) internal pure returns (SumNode memory) {
        unchecked {
            bytes32 hash = keccak256(abi.encode(uint8(2), level, left.hash, left.sum, right.hash, right.sum));
            return SumNode(hash, left.sum + right.sum);
        }
    }

    function path(Trees memory trees, uint8 level, uint256 index) internal pure returns (SumNode[] memory siblings) {
        siblings = new SumNode[](trees.depth - level);
        for (uint256 i; i < siblings.length; ++i) siblings[i] = trees.sums[level + i][(index >> i) ^ 1];
    }

    function proofOf(Trees memory trees, uint256 index) internal pure returns (LeafProof memory proof) {
        if (index < trees.leaves.length) proof.leaf = trees.leaves[index];
        proof.path = path(trees, 0, index);
    }

    function plainPath(Trees memory trees, uint256 index) internal pure returns (bytes32[] memory siblings) {
        siblings = new bytes32[](trees.depth);
        for (uint256 i; i < siblings.length; ++i) siblings[i] = trees.plain[i][(index >> i) ^ 1];
    }

    function top(Trees memory trees) internal pure returns (bytes32) {
        return trees.plain[trees.depth][0];
    }
}
