// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {SumNode, TrialPath} from "../types/TranscriptProof.sol";
import {TranscriptTree} from "./TranscriptTree.sol";

/// @title TranscriptPath
/// @notice Ways through a transcript: from a node to what the seat revealed. A path is taken at its exact length and its
/// index below the tree's width, so that no node can be shown at a place where it does not stand.
library TranscriptPath {
    error PathLength(uint256 actual, uint256 expected);
    error IndexOutside(uint256 index, uint256 width);
    error TrialNotRun(uint8 position, uint64 trialMask);

    /// @notice Levels above `leaves` leaves padded to a power of two.
    function depthOf(uint256 leaves) internal pure returns (uint256 depth) {
        while ((uint256(1) << depth) < leaves) ++depth;
    }

    /// @notice Number of set bits: sums of neighbours in fields of 2, 4 and 8 bits, then of the eight bytes.
    function count(uint64 bits) internal pure returns (uint256 ones) {
        unchecked {
            ones = bits;
            ones -= (ones >> 1) & 0x5555555555555555;
            ones = (ones & 0x3333333333333333) + ((ones >> 2) & 0x3333333333333333);
            ones = (ones + (ones >> 4)) & 0x0f0f0f0f0f0f0f0f;
            ones = ((ones * 0x0101010101010101) >> 56) & 0xff;
        }
    }

    /// @notice Root and sums that a node at (height, index) leads to. Sums add modulo 2^256, lane carries included: if every
    /// leaf's word is right and every node adds up this way, the root's word is the true one.
    function fold(bytes32 node, uint256 sums, uint256 height, uint256 index, SumNode[] calldata siblings)
        internal
        pure
        returns (bytes32, uint256)
    {
        uint256 length = siblings.length;
        require(length < 256 - height, PathLength(length, 255 - height));
        require(index >> length == 0, IndexOutside(index, uint256(1) << length));
        unchecked {
            for (uint256 i = 0; i < length; ++i) {
                SumNode calldata other = siblings[i];
                uint256 otherSums = other.sums;
                uint8 level = uint8(height + i + 1);
                node = (index >> i) & 1 == 0
                    ? TranscriptTree.inner(level, node, sums, other.hash, otherSums)
                    : TranscriptTree.inner(level, other.hash, otherSums, node, sums);
                sums += otherSums;
            }
        }
        return (node, sums);
    }

    /// @notice What a seat's slot holds after its reveal, if the node at (height, index) is in a tree over `items` items.
    function resultOfNode(bytes32 node, uint256 sums, uint256 height, uint256 index, uint256 items, SumNode[] calldata siblings)
        internal
        pure
        returns (bytes32)
    {
        uint256 depth = depthOf(items);
        require(siblings.length + height == depth, PathLength(siblings.length, height < depth ? depth - height : 0));
        (bytes32 root, uint256 lanes) = fold(node, sums, height, index, siblings);
        return keccak256(abi.encode(root, lanes));
    }

    /// @notice The same for one trial, by its slot and position: the item's lanes must follow from its bits.
    function resultOfTrial(bytes32 leaf, uint16 slot, uint8 position, uint64 trialMask, uint256 items, TrialPath calldata path)
        internal
        pure
        returns (bytes32)
    {
        require(slot < items, IndexOutside(slot, items));
        bytes32 root = trialsRoot(leaf, position, trialMask, path.trialSiblings);
        bytes32 item = TranscriptTree.itemLeaf(slot, path.trialBits, root);
        return resultOfNode(item, TranscriptTree.lanesOf(path.trialBits, trialMask), 0, slot, items, path.itemSiblings);
    }

    /// @notice Root over an item's trials that the trial at `position` leads to. Only trials in the mask have a leaf; they
    /// stand in rising position.
    function trialsRoot(bytes32 node, uint8 position, uint64 trialMask, bytes32[] calldata siblings) internal pure returns (bytes32) {
        requireRun(position, trialMask);
        uint256 rank = count(trialMask & uint64((uint256(1) << position) - 1));
        uint256 depth = depthOf(count(trialMask));
        require(siblings.length == depth, PathLength(siblings.length, depth));
        for (uint256 i = 0; i < depth; ++i) {
            node = (rank >> i) & 1 == 0 ? keccak256(abi.encode(node, siblings[i])) : keccak256(abi.encode(siblings[i], node));
        }
        return node;
    }

    /// @notice Reverts unless the suite runs a trial at `position`.
    function requireRun(uint8 position, uint64 trialMask) internal pure {
        require(position < 64 && (trialMask >> position) & 1 == 1, TrialNotRun(position, trialMask));
    }
}
