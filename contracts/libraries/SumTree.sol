// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title SumTree
/// @notice Weights of numbered leaves with O(log n) update and O(log n) search by running sum (a Fenwick tree).
/// @dev Leaves are numbered from 1. nodes[i] holds the sum over (i - lowbit(i), i].
library SumTree {
    struct Tree {
        /// @dev nodes[0] is unused
        uint64[] nodes;
        uint64 total;
    }

    /// @notice Appends a leaf of weight 0 and returns its number.
    function append(Tree storage tree) internal returns (uint256 leaf) {
        if (tree.nodes.length == 0) tree.nodes.push(0);
        leaf = tree.nodes.length;
        uint64 sum = 0;
        uint256 start = leaf - _lowBit(leaf);
        for (uint256 i = leaf - 1; i > start; i -= _lowBit(i)) sum += tree.nodes[i];
        tree.nodes.push(sum);
    }

    /// @notice Replaces the weight of `leaf`; the caller knows the weight it had.
    function update(Tree storage tree, uint256 leaf, uint64 oldWeight, uint64 newWeight) internal {
        uint256 size = tree.nodes.length;
        for (uint256 i = leaf; i < size; i += _lowBit(i)) tree.nodes[i] = tree.nodes[i] - oldWeight + newWeight;
        tree.total = tree.total - oldWeight + newWeight;
    }

    /// @notice The leaf that holds unit `unit` (0 <= unit < total) and the unit's offset inside that leaf.
    function find(Tree storage tree, uint64 unit) internal view returns (uint256 leaf, uint64 offset) {
        uint256 size = tree.nodes.length;
        uint256 step = 1;
        while (step * 2 < size) step *= 2;
        offset = unit;
        for (; step > 0; step /= 2) {
            uint256 next = leaf + step;
            if (next < size && tree.nodes[next] <= offset) {
                leaf = next;
                offset -= tree.nodes[next];
            }
        }
        ++leaf;
    }

    function _lowBit(uint256 i) private pure returns (uint256) {
        unchecked {
            return i & (~i + 1);
        }
    }
}
