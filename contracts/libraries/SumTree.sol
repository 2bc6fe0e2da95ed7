// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title SumTree
/// @notice Weights of numbered leaves in two versions: what counts in the running epoch and what counts from the next one
/// on. A change costs one word per level, and so does finding a unit.
/// @dev A 4-ary sum tree. A node is one word: four children of 28 bits each as they will count (bits 0..111), the same four
/// as they counted before the epoch of the last write (bits 112..223), and that epoch (bits 224..255). Within the epoch of
/// the last write the older group counts; after it, the newer one. Every write goes up to the root, so a parent is never
/// older than its child. Leaves are numbered from 1; epochs start at 1 and never fall.
library SumTree {
    struct Tree {
        /// @dev leaves appended so far; they are never removed
        uint32 leaves;
        /// @dev levels of words; the root is word 0 of level `depth`
        uint8 depth;
        mapping(uint256 position => uint256 word) nodes;
    }

    /// @notice A weight or a sum of weights that 28 bits cannot hold.
    error WeightTooLarge(uint256 weight);
    error UnknownLeaf(uint256 leaf);
    error UnitOutOfRange(uint256 unit);

    uint256 internal constant MAX_WEIGHT = (1 << BITS) - 1;
    uint256 private constant BITS = 28;
    uint256 private constant GROUP_BITS = 4 * BITS;
    uint256 private constant GROUP = (1 << GROUP_BITS) - 1;
    uint256 private constant STAMP_SHIFT = 2 * GROUP_BITS;

    /// @notice Appends a leaf of weight 0 and returns its number.
    function append(Tree storage tree, uint32 epoch) internal returns (uint32 leaf) {
        leaf = tree.leaves + 1;
        uint8 depth = tree.depth;
        if (depth == 0 || leaf > 1 << (2 * uint256(depth))) {
            _growRoot(tree, depth, epoch);
            tree.depth = depth + 1;
        }
        tree.leaves = leaf;
    }

    /// @notice Sets the weight that `leaf` has from the epoch after `epoch`, the running one, on.
    function update(Tree storage tree, uint256 leaf, uint256 weight, uint32 epoch) internal {
        _checkLeaf(tree, leaf);
        uint256 depth = tree.depth;
        uint256 index = leaf - 1;
        for (uint256 level = 1; level <= depth; ++level) {
            require(weight <= MAX_WEIGHT, WeightTooLarge(weight));
            uint256 shift = (index & 3) * BITS;
            index >>= 2;
            uint256 position = _position(level, index);
            uint256 word = _stamped(tree.nodes[position], epoch);
            word = (word & ~(MAX_WEIGHT << shift)) | (weight << shift);
            tree.nodes[position] = word;
            weight = _sum(word & GROUP);
        }
        // The root's sum becomes one child's weight when the tree grows.
        require(weight <= MAX_WEIGHT, WeightTooLarge(weight));
    }

    /// @notice The leaf that holds unit `unit` of those that count in `epoch`, and the unit's offset inside that leaf.
    function find(Tree storage tree, uint256 unit, uint32 epoch) internal view returns (uint32 leaf, uint256 offset) {
        uint256 level = tree.depth;
        require(level != 0, UnitOutOfRange(unit));
        uint256 index = 0;
        offset = unit;
        for (; level != 0; --level) {
            uint256 group = _effective(tree.nodes[_position(level, index)], epoch);
            index <<= 2;
            uint256 weight = group & MAX_WEIGHT;
            uint256 child = 0;
            while (offset >= weight) {
                require(++child != 4, UnitOutOfRange(unit));
                offset -= weight;
                group >>= BITS;
                weight = group & MAX_WEIGHT;
            }
            index += child;
        }
        return (uint32(index + 1), offset);
    }

    /// @notice Sums of all weights: as they count in `epoch` and as they will count after it.
    function totals(Tree storage tree, uint32 epoch) internal view returns (uint256 effective, uint256 pending) {
        uint256 word = tree.nodes[_position(tree.depth, 0)];
        return (_sum(_effective(word, epoch)), _sum(word & GROUP));
    }

    /// @notice Weight of one leaf: as it counts in `epoch` and as it will count after it.
    function weightOf(Tree storage tree, uint256 leaf, uint32 epoch) internal view returns (uint256 effective, uint256 pending) {
        _checkLeaf(tree, leaf);
        uint256 word = tree.nodes[_position(1, (leaf - 1) >> 2)];
        uint256 shift = ((leaf - 1) & 3) * BITS;
        return ((_effective(word, epoch) >> shift) & MAX_WEIGHT, (word >> shift) & MAX_WEIGHT);
    }

    /// @dev The old root becomes child 0 of the new one. Both sums move, or what was written in this epoch would count at once.
    function _growRoot(Tree storage tree, uint256 depth, uint32 epoch) private {
        uint256 root = tree.nodes[_position(depth, 0)];
        uint256 effective = _sum(_effective(root, epoch));
        tree.nodes[_position(depth + 1, 0)] = (uint256(epoch) << STAMP_SHIFT) | (effective << GROUP_BITS) | _sum(root & GROUP);
    }

    /// @dev The word as a write in `epoch` finds it: the first write of an epoch saves what counts until its end.
    function _stamped(uint256 word, uint32 epoch) private pure returns (uint256) {
        if (word >> STAMP_SHIFT >= epoch) return word;
        uint256 group = word & GROUP;
        return (uint256(epoch) << STAMP_SHIFT) | (group << GROUP_BITS) | group;
    }

    function _effective(uint256 word, uint32 epoch) private pure returns (uint256 group) {
        return (word >> STAMP_SHIFT < epoch ? word : word >> GROUP_BITS) & GROUP;
    }

    function _sum(uint256 group) private pure returns (uint256) {
        return (group & MAX_WEIGHT) + ((group >> BITS) & MAX_WEIGHT) + ((group >> (2 * BITS)) & MAX_WEIGHT) + (group >> (3 * BITS));
    }

    function _position(uint256 level, uint256 index) private pure returns (uint256) {
        return (level << 32) | index;
    }

    function _checkLeaf(Tree storage tree, uint256 leaf) private view {
        require(leaf != 0 && leaf <= tree.leaves, UnknownLeaf(leaf));
    }
}
