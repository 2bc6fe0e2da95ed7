// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Hashes} from "@openzeppelin/contracts/utils/cryptography/Hashes.sol";
import {RewardLeaf, SumNode} from "../interfaces/IRewardDistributor.sol";

/// @title RewardTree
/// @notice Hash shapes of an epoch's two trees. Position is meaning: bit i of an index decides the side at level i, so a
/// place has one path and nothing can hide between two places.
/// @dev No hash of one kind is one of another: a claim leaf is a hash of 32 bytes, an inner claim node of 64; leaves and
/// inner nodes of the sum tree start with tags of their own.
library RewardTree {
    /// @notice Deepest tree that can be posted: four billion accounts.
    uint8 internal constant MAX_DEPTH = 32;
    uint8 private constant LEAF_TAG = 1;
    uint8 private constant INNER_TAG = 2;

    /// @notice Leaf of the claim tree.
    function claimLeaf(address account, address token, uint256 cumulative) internal pure returns (bytes32) {
        return keccak256(bytes.concat(keccak256(abi.encode(account, token, cumulative))));
    }

    /// @notice The root that the claim tree's top is stored as.
    function claimRoot(uint256 depth, bytes32 top) internal pure returns (bytes32) {
        return Hashes.efficientKeccak256(bytes32(depth), top);
    }

    /// @notice Root of the claim tree in which place `index` holds `node`; 0 when a tree of that depth has no such place.
    function claimRootOf(bytes32 node, uint256 index, bytes32[] calldata path) internal pure returns (bytes32) {
        uint256 depth = path.length;
        if (index >> depth != 0) return 0;
        for (uint256 i; i < depth; ++i) {
            bytes32 sibling = path[i];
            node = (index >> i) & 1 == 0
                ? Hashes.efficientKeccak256(node, sibling)
                : Hashes.efficientKeccak256(sibling, node);
        }
        return claimRoot(depth, node);
    }

    /// @notice Whether the leaf stands for an empty place.
    function isPadding(RewardLeaf calldata leaf) internal pure returns (bool) {
        return leaf.account == address(0) && leaf.token == address(0) && leaf.cumulative == 0;
    }

    /// @notice Hash of a leaf of the sum tree that is no padding.
    function sumLeafHash(RewardLeaf calldata leaf) internal pure returns (bytes32) {
        return keccak256(abi.encode(LEAF_TAG, leaf.account, leaf.token, leaf.cumulative));
    }

    /// @notice Node of a well-formed leaf of the sum tree; padding is (0, 0).
    function sumLeaf(RewardLeaf calldata leaf) internal pure returns (SumNode memory node) {
        if (!isPadding(leaf)) node = SumNode(sumLeafHash(leaf), leaf.cumulative);
    }

    /// @notice Hash of an inner node of the sum tree; parents of leaves have level 1.
    function sumInner(uint256 level, SumNode memory left, SumNode memory right) internal pure returns (bytes32) {
        return keccak256(abi.encode(INNER_TAG, level, left.hash, left.sum, right.hash, right.sum));
    }

    /// @notice Root of the sum tree in which the `index`-th node of `level` is `node`, each parent adding its children up;
    /// 0 when a tree of `depth` has no such place or the path another length.
    function sumRootOf(SumNode memory node, uint256 level, uint256 index, SumNode[] calldata path, uint256 depth)
        internal
        pure
        returns (bytes32)
    {
        uint256 steps = path.length;
        if (level + steps != depth || steps == 0 || index >> steps != 0) return 0;
        for (uint256 i; i < steps; ++i) {
            SumNode memory sibling = path[i];
            node.hash = (index >> i) & 1 == 0
                ? sumInner(level + i + 1, node, sibling)
                : sumInner(level + i + 1, sibling, node);
            node.sum += sibling.sum;
        }
        return node.hash;
    }
}
